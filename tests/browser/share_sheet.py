"""The share sheet of the operating system, which no browser without a screen has: all but the sheet itself is real."""

from typing import Any

from playwright.sync_api import Page

# Only the sheet of the operating system: it opens for what was just touched, for these kinds of file.
SHARE_SHEET = """() => {
  globalThis.sheet = { answer: '', given: [] };
  const kinds = { html: 'text/html', txt: 'text/plain' };
  const fit = one => one instanceof File && kinds[one.name.split('.').pop()] === one.type;
  const fits = ({ files }) => files.length > 0 && files.every(fit);
  const read = async one => ({ name: one.name, type: one.type, text: await one.text() });
  navigator.canShare = asked => fits(asked);
  navigator.share = async asked => {
    if (!navigator.userActivation.isActive) throw new DOMException('not touched', 'NotAllowedError');
    if (!fits(asked)) throw new TypeError('not shareable');
    const files = await Promise.all(asked.files.map(read));
    sheet.given.push({ files, title: asked.title ?? '', text: asked.text ?? '', url: asked.url ?? '' });
    if (sheet.answer) throw new DOMException('said by the sheet', sheet.answer);
  };
}"""


def given(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate("sheet.given"))
