"""The JSON of each route. Events inside a batch are not judged here: each gets its own outcome."""

from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from inspection.domain.bodies import is_subject
from inspection.domain.canonical import MAX_INTEGER, from_base64, is_base64

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_HASH = validate.Regexp(r"^[0-9a-f]{64}\Z")
_SUBJECT = validate.Regexp(r"^(visit|(minor|person):[0-9a-f]{32})\Z")


class Base64(fields.String):
    """Base64url without padding, read as exactly ``count`` bytes."""

    def __init__(self, count: int, **kwargs: Any) -> None:
        length = (count * 4 + 2) // 3
        pattern = validate.Regexp(rf"^[A-Za-z0-9_-]{{{length}}}\Z")
        super().__init__(**kwargs)
        self.count, self.pattern = count, pattern

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            found = from_base64(text)
        except ValueError:
            found = b""
        if len(found) != self.count:
            raise ValidationError(f"Not {self.count} bytes in base64url.")
        return found


def _well_formed(text: str) -> None:
    """Refuse lone surrogates: no text of bytes holds them."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValidationError("Not well-formed text.")


def _integer(least: int, most: int = MAX_INTEGER, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **kwargs)


class ErrorSchema(Schema):
    """Every refusal."""

    code = fields.String(required=True)
    message = fields.String(
        required=True, metadata={"description": "En español: qué pasó, qué está a salvo, qué hacer."}
    )
    details = fields.Dict(required=True)


class HealthSchema(Schema):
    """The server is there."""

    status = fields.String(required=True)
    server_time = fields.Integer(required=True)
    epoch = fields.String(required=True)


class ConfirmedPhoneSchema(Schema):
    """A telephone an administrator confirmed of an authority of the directory, with the day."""

    authority = fields.String(required=True)
    phone = fields.String(required=True)
    verified_on = fields.String(required=True)


class CurrentBundleSchema(Schema):
    """The protocol in force: the hash of its bundle, or null; and the telephones confirmed since it was written."""

    current = fields.String(required=True, allow_none=True)
    phones = fields.List(fields.Nested(ConfirmedPhoneSchema), required=True)


class EnrolmentSchema(Schema):
    """Asking for a certificate."""

    class Meta:
        """Unknown fields are refused."""

        unknown = RAISE

    username = fields.String(required=True, validate=[validate.Length(1, 100), _well_formed])
    password = fields.String(required=True, validate=[validate.Length(1, 200), _well_formed], load_only=True)
    device_id = fields.String(required=True, validate=_ID)
    incarnation = fields.String(required=True, validate=_ID)
    public_key = Base64(65, required=True)
    label = fields.String(required=True, validate=[validate.Length(0, 100), _well_formed])


class EnrolledSchema(Schema):
    """A certificate and what the tablet pins."""

    certificate = fields.Raw(required=True)
    user = fields.Dict(required=True)
    server = fields.Dict(required=True)
    authority_key = fields.String(required=True)
    epoch = fields.String(required=True)
    server_time = fields.Integer(required=True)


class SecretSchema(Schema):
    """The secret of one subject."""

    subject = fields.String(required=True, validate=_SUBJECT)
    secret = Base64(32, required=True)


class Secrets(fields.List):
    """Secrets, each checked in one go; whatever is odd is judged by the schema of one, which says what it is."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if type(value) is not list:
            return super()._deserialize(value, attr, data, **kwargs)
        found = [_secret(one) for one in value]
        return found if None not in found else super()._deserialize(value, attr, data, **kwargs)


def _secret(sent: Any) -> dict[str, Any] | None:
    if type(sent) is not dict or sent.keys() != {"subject", "secret"}:
        return None
    subject, secret = sent["subject"], sent["secret"]
    if not is_subject(subject) or type(secret) is not str or not is_base64(secret, 32) or len(secret) != 43:
        return None
    return {"subject": subject, "secret": from_base64(secret)}


class AsTheyAre(fields.List):
    """A list described like any other and neither checked nor copied one by one: there are hundreds in an answer."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return value


class BatchSchema(Schema):
    """A contiguous run of one stream. Unknown fields of newer clients are ignored."""

    class Meta:
        """Unknown fields are ignored."""

        unknown = EXCLUDE

    v = _integer(1, required=True)
    device_id = fields.String(required=True, validate=_ID)
    incarnation = fields.String(required=True, validate=_ID)
    visit_id = fields.String(required=True, validate=_ID)
    first_seq = _integer(1, MAX_INTEGER - 10_000, required=True)
    link_before = Base64(32, required=True)
    events = AsTheyAre(fields.Raw(), required=True, validate=validate.Length(min=1))
    signature = Base64(64, required=True)
    signatures = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[1-9][0-9]{0,15}\Z")),
        values=Base64(64),
        load_default=dict,
    )
    secrets = Secrets(fields.Nested(SecretSchema), load_default=list)
    clock_offset_ms = _integer(-MAX_INTEGER, load_default=None, allow_none=True)


class OutcomeSchema(Schema):
    """What became of one event."""

    seq = fields.Integer(required=True)
    outcome = fields.String(required=True)
    code = fields.String()


class BatchAnswerSchema(Schema):
    """One outcome for each event."""

    results = AsTheyAre(fields.Nested(OutcomeSchema), required=True)
    secrets_refused = fields.List(fields.String(), required=True)
    epoch = fields.String(required=True)
    server_time = fields.Integer(required=True)


class PullSchema(Schema):
    """Asking for what is new. Unknown fields of newer clients are ignored."""

    class Meta:
        """Unknown fields are ignored."""

        unknown = EXCLUDE

    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    limit = _integer(1, 2000, load_default=None, allow_none=True)


class PullAnswerSchema(Schema):
    """One page."""

    records = fields.List(fields.Raw(), required=True)
    secrets = fields.List(fields.Raw(), required=True)
    certificates = fields.List(fields.Raw(), required=True)
    visits = fields.List(fields.Raw(), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    epoch = fields.String(required=True)
    server_time = fields.Integer(required=True)


class HeldVisitSchema(Schema):
    """What a tablet holds of one visit, in digests."""

    class Meta:
        """Unknown fields are ignored."""

        unknown = EXCLUDE

    visit_id = fields.String(required=True, validate=_ID)
    streams = fields.Dict(
        keys=fields.String(validate=_ID), values=fields.String(validate=_HASH), required=True
    )
    state_hash = fields.String(required=True, validate=_HASH)


class ReconciliationSchema(Schema):
    """What a tablet holds of every visit. Unknown fields of newer clients are ignored."""

    class Meta:
        """Unknown fields are ignored."""

        unknown = EXCLUDE

    visits = fields.List(fields.Nested(HeldVisitSchema), required=True, validate=validate.Length(max=5000))


class ReconciledSchema(Schema):
    """Which streams differ, visit by visit."""

    visits = fields.List(fields.Raw(), required=True)
    epoch = fields.String(required=True)
    server_time = fields.Integer(required=True)


class HeldStreamSchema(Schema):
    """The content ids a tablet holds of one stream. Unknown fields of newer clients are ignored."""

    class Meta:
        """Unknown fields are ignored."""

        unknown = EXCLUDE

    have = fields.List(fields.String(validate=_HASH), required=True, validate=validate.Length(max=100_000))


class StreamSchema(Schema):
    """What each side lacks of one stream."""

    records = fields.List(fields.Raw(), required=True)
    secrets = fields.List(fields.Raw(), required=True)
    certificates = fields.List(fields.Raw(), required=True)
    lacks = fields.List(fields.String(), required=True)
    more = fields.Boolean(required=True)
    epoch = fields.String(required=True)
    server_time = fields.Integer(required=True)


class ReceiptSchema(Schema):
    """The server's signed word on what it holds."""

    receipt = fields.Dict(required=True)
    signature = fields.String(required=True)


class FileSchema(Schema):
    """Announcing a file."""

    class Meta:
        """Unknown fields are refused."""

        unknown = RAISE

    name = fields.String(required=True, validate=_HASH)
    size_bytes = _integer(1, required=True)


class OffsetSchema(Schema):
    """Where to go on."""

    offset = fields.Integer(required=True)


class ProgressSchema(Schema):
    """How far a file has come."""

    offset = fields.Integer(required=True)
    complete = fields.Boolean(required=True)


class UrgentAnswerSchema(Schema):
    """What became of an urgent packet."""

    urgent_id = fields.String(required=True)
    outcome = fields.String(required=True)
    signed = fields.Boolean(required=True)
    received_at = fields.Integer(required=True)
