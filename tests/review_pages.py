"""What tests do in the review view of the desk: look at a statement, fill in its form, drag over words of its text."""

from dateline.records import Statement
from dateline.store import Store


def current(page) -> str:
    """Id of the statement that is looked at: the first of the queue, unless the address says another."""
    page.locator(".card .form").wait_for()
    page.locator('.list [aria-current="true"]').wait_for()
    return page.evaluate("new URLSearchParams(location.search).get('statement')") or ""


def says(page, words: str) -> None:
    """Wait until the view says these words."""
    page.locator(".review .said", has_text=words).first.wait_for()


def field(page, name: str):
    """A field of the form."""
    return page.locator(f".card [name={name}]")


def acts(store: Store) -> list[tuple[str, str]]:
    """Who did what, in order."""
    with store.reviewing() as reviews:
        return [(act.by, act.action) for act in reviews.acts()]


def drag_over(page, words: str, where: str = ".card .text") -> None:
    """Select words of a text with the mouse."""
    box = page.evaluate(
        """([words, where]) => {
            // The words may stand in several nodes: some of them are underlined.
            const text = document.querySelector(where);
            const begin = text.textContent.indexOf(words);
            const range = document.createRange();
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(), passed = 0; node; passed += node.length, node = walker.nextNode()) {
                const [first, last] = [begin - passed, begin + words.length - passed];
                if (first >= 0 && first < node.length) range.setStart(node, first);
                if (last > 0 && last <= node.length) range.setEnd(node, last);
            }
            const frame = text.closest('.scroll');
            frame.scrollTop = 0;
            frame.scrollTop = range.getBoundingClientRect().top - frame.getBoundingClientRect().top - 60;
            const rects = [...range.getClientRects()];
            const last = rects[rects.length - 1];
            const middle = (rect) => rect.top + rect.height / 2;
            return {x: rects[0].left + 1, y: middle(rects[0]), x2: last.right - 1, y2: middle(last)};
        }""",
        [words, where],
    )
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    page.mouse.move(box["x2"], box["y2"], steps=5)
    page.mouse.up()


def statement_with(page, store: Store, words: str) -> str:
    """Choose a statement of the queue that says these words; its id."""
    with store.reviewing() as reviews:
        id = next(one.id for one in reviews.read() if words in one.assertion.anchor.exact)
    page.goto(page.url.partition("&statement")[0] + f"&statement={id}")
    page.locator(".card .form").wait_for()
    page.locator(".card .text mark").wait_for()
    return id


def aim(page, label: str) -> None:
    """Choose what words are given to."""
    page.get_by_role("group", name="What the words are for").get_by_role("button", name=label, exact=True).click()


def words_for(statement: Statement, role: str) -> list[str]:
    """The words that stand for a role."""
    return [argument.anchor.exact for argument in statement.assertion.arguments if argument.role == role]
