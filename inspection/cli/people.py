"""Commands about people's accounts and their tablets."""

import argparse
import getpass

from inspection.cli.words import Refusal, command, opened_store, places
from inspection.clock import system_clock, system_rng
from inspection.store.revocations import Revocation, note_revocation
from inspection.store.users import MIN_PASSWORD_CHARS, ROLES, PasswordTooShort, UsernameTaken


def add_users(commands: argparse._SubParsersAction) -> None:
    """Add `users`."""
    group = command(commands, "users", "cuentas de personas")
    actions = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    add = command(actions, "add", "agrega una cuenta; la contraseña se pide sin mostrarse")
    places(add)
    add.add_argument("username", help="nombre de usuario")
    add.add_argument("--name", required=True, help="nombre completo, como va en los documentos")
    add.add_argument("--role", required=True, choices=sorted(ROLES), help="papel de la persona")
    add.set_defaults(run=_users_add)
    listing = command(actions, "list", "lista las cuentas")
    places(listing)
    listing.set_defaults(run=_users_list)


def add_devices(commands: argparse._SubParsersAction) -> None:
    """Add `devices`."""
    group = command(commands, "devices", "tabletas dadas de alta")
    actions = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    listing = command(actions, "list", "lista las tabletas")
    places(listing)
    listing.set_defaults(run=_devices_list)
    revoke = command(actions, "revoke", "da de baja una tableta; lo que ya envió se conserva")
    places(revoke)
    revoke.add_argument("incarnation", help="clave de la tableta, como la muestra `devices list`")
    revoke.set_defaults(run=_devices_revoke)


def _users_add(arguments: argparse.Namespace) -> int:
    store = opened_store(arguments)
    password = getpass.getpass(f"Contraseña (al menos {MIN_PASSWORD_CHARS} caracteres): ")
    try:
        user = store.users.add(
            arguments.username, arguments.name, arguments.role, password, now=system_clock(), rng=system_rng
        )
    except UsernameTaken:
        raise Refusal(f"ya existe la cuenta «{arguments.username}»; elija otro nombre de usuario") from None
    except PasswordTooShort:
        raise Refusal(f"la contraseña debe tener al menos {MIN_PASSWORD_CHARS} caracteres") from None
    print(f"Cuenta «{user.username}» creada: {ROLES[user.role]}.")
    return 0


def _users_list(arguments: argparse.Namespace) -> int:
    users = opened_store(arguments).users.all()
    for user in users:
        print(f"{user.username:<20} {ROLES[user.role]:<26} {user.name}{'' if user.active else '  (cerrada)'}")
    if not users:
        print("Todavía no hay cuentas. Agregue una con: resguardo users add")
    return 0


def _devices_list(arguments: argparse.Namespace) -> int:
    found = [i for i in opened_store(arguments).people.incarnations() if i.user_id]
    for incarnation in found:
        state = "dada de baja" if incarnation.revoked_at else "en uso"
        print(f"{incarnation.incarnation}  {state:<13} {incarnation.label}")
    if not found:
        print("Todavía no hay tabletas. Se dan de alta solas cuando una persona entra en la app con red.")
    return 0


def _devices_revoke(arguments: argparse.Namespace) -> int:
    store = opened_store(arguments)
    if store.people.incarnation(arguments.incarnation) is None:
        raise Refusal("no hay una tableta con esa clave; vea las claves con: resguardo devices list")
    now = system_clock()
    # In the register first: no crash may leave a revocation that a restore would not repeat.
    note_revocation(arguments.keys, Revocation(arguments.incarnation, now))
    store.people.revoke_incarnation(arguments.incarnation, now)
    print("Tableta dada de baja. Lo que ya envió se conserva; lo que envíe después irá a cuarentena.")
    return 0
