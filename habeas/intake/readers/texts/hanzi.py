"""How likely a text is as Chinese or Korean: by how usual its characters are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import log
from typing import Final

from habeas.intake.readers.texts.alphabets import IMPOSSIBLE, SIGNS

_COMMON: Final = {  # what lists of people are full of
    "gb18030": (
        "的一是在不人有为年月日省市区县乡镇村街道路号男女族汉维吾尔哈萨克回藏蒙姓名无生地出民公安局看守所监狱法院"
        "判刑新疆乌鲁木齐喀什和田伊犁阿苏里买提江古丽力木艾依麦孜布拉热王李张刘陈杨赵黄周吴徐孙朱高林何郭马罗东西"
        "南北中大小上下"
    ),
    "big5hkscs": (
        "的一是在不人有為年月日省市區縣鄉鎮村街道路號男女族漢維吾爾哈薩克回藏蒙姓名無生地出民公安局看守所監獄法院"
        "判刑新疆烏魯木齊喀什和田伊犁阿蘇里買提江古麗力木艾依麥孜布拉熱王李張劉陳楊趙黃周吳徐孫朱高林何郭馬羅東西"
        "南北中大小上下"
    ),
    "cp949": (
        "이김박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지나엄채원천방공현함변염"
        "여추도소석선설마길연위표명기반라왕금옥육인맹제모수영철희순자호동미경은상용재광국일평양북도시군리남의로가"
        "에다수용소"
    ),
}
RANGES: Final = {  # codec; first and last leading byte of the most used characters, of the others; trailing bytes
    "gb18030": ("gb2312", (0xB0, 0xD7), (0xD8, 0xF7), ((0xA1, 0xFE),)),
    "big5hkscs": ("big5", (0xA4, 0xC6), (0xC9, 0xF9), ((0x40, 0x7E), (0xA1, 0xFE))),
    "cp949": ("euc_kr", (0xB0, 0xC8), (0xCA, 0xFD), ((0xA1, 0xFE),)),
}
_SHARES: Final = (0.5, 0.47, 0.02)  # of common characters, of the other most used, of the rest
_WIDE_SIGN: Final = log(0.005)
_BESIDE_LATIN: Final = -2.5  # a Latin letter before or after, without a space
LEAST_HAN: Final = -9.8


def of_han(text: str, encoding: str) -> Iterator[float]:
    """The logarithm of the share of each character that is not ASCII, and what speaks against its place."""
    shares = _character_shares(encoding)
    before = " "
    for letter, after in zip(text, text[1:] + " ", strict=True):
        if not letter.isascii():
            yield shares.get(letter, IMPOSSIBLE - 4)
            if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
                yield _BESIDE_LATIN
        before = letter


@cache
def _character_shares(encoding: str) -> dict[str, float]:
    codec, used, rest, tails = RANGES[encoding]
    shares: dict[str, float] = dict.fromkeys(
        (*SIGNS, *map(chr, (*range(0x3000, 0x3020), *range(0xFF00, 0xFFF0)))), _WIDE_SIGN
    )
    groups = (_decoded(codec, rest, tails), _decoded(codec, used, tails), frozenset(_COMMON[encoding]))
    for group, share in zip(groups, reversed(_SHARES), strict=True):
        shares |= dict.fromkeys(group, log(share / len(group)))
    return shares


def _decoded(codec: str, leads: tuple[int, int], tails: tuple[tuple[int, int], ...]) -> frozenset[str]:
    pairs = [
        bytes((lead, tail))
        for lead in range(leads[0], leads[1] + 1)
        for first, last in tails
        for tail in range(first, last + 1)
    ]
    return frozenset("".join([pair.decode(codec, "ignore") for pair in pairs]))
