"""A draft 特定個人情報保護評価書: Markdown, under the headings of the real forms (基礎項目, 全項目), from the catalogue, the
topology and one ordinance. Of a town that does not exist; nobody has assessed anything.

What depends on a row of the ordinance stands in lines that name the row in 〔 〕, and in no others.
"""

from workshop.pia.draft import Draft, write

__all__ = ["Draft", "write"]
