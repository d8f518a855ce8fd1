"""Tables in HTML: whatever a value is, it is no markup, and no longer than a cell."""

from __future__ import annotations

from assetcards.model.notebook import LONGEST, render_html


def test_values_are_written_out_escaped_and_cut() -> None:
    page = render_html(["a<"], [[None], [{"b": "&"}], ["x" * (LONGEST + 1)], [True]], note="<more>")
    cells = page.removeprefix("<table>").removesuffix("</table><p>&lt;more&gt;</p>")
    assert cells == (
        "<tr><th>a&lt;</th></tr><tr><td></td></tr><tr><td>{&quot;b&quot;: &quot;&amp;&quot;}</td></tr>"
        f"<tr><td>{'x' * LONGEST}...</td></tr><tr><td>true</td></tr>"
    )
