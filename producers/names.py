"""Names of nobody and of nowhere: family names that were made up for the sandbox, and places that say 架空."""

from __future__ import annotations

import json

FAMILY = tuple(
    "青霧 朝露橋 雨虹 泡沫田 杏葉 石灯 糸雲 稲妻沢 入相 浮雲 薄氷 埋火 海霧 枝折戸 遠雷 大凪 沖波 音羽橋 朧月 折鶴"
    " 影法師 風待 霞川 片時雨 金木犀 草笛 雲居橋 栗鼠 黒揚羽 月虹 小糠雨 木漏日 氷雨 小夜風 桜蕊 細雪 早苗月 潮騒 時雨沢 雫石川"
    " 忍冬 東雲野 霜夜 白露 白妙 水鏡 杉菜 鈴音 砂時計 星屑 蝉時雨 空蝉 大樹 高砂野 薪火 黄昏 辰砂 種火 月代 土筆"
    " 露草 手毬 天道 常磐木 飛梅 灯心 永遠野 夏木立 七色 虹野 音無沢 萩風 羽衣 初霜 花筏 春霞 氷柱 陽炎 日向雨 雛菊"
    " 昼顔 福寿 藤波 冬萌 蛍火 帆影 迷迭香 舞鶴野 松籟 水面 三日月 霧笛 麦秋 結葉 夢路 夕凪 雪柳 百合野 宵待 夜半月"
    " 落葉松 龍胆 流星 若草野 勿忘草 綿雲 笑窪 藍染 茜空 揚雲雀 天河 荒磯 淡雪 磯千鳥 一葉 色鳥 岩清水 鶯谷野 卯浪 漁火".split()
)
"""Made up from words for weather, plants and light; not taken from any register or list of real names."""

FEMALE = tuple(
    "あおい あかり あさひ あやの いちか いろは うた えま かえで かすみ かのん きよみ くるみ こころ ことは さくら さちえ さなえ さやか しおり"
    " しずく すずか すみれ そら たまき ちえ ちひろ つばき つむぎ とも なお なぎさ なつき ななみ のぞみ はな はるか ひかり ひな ひろみ"
    " ふみ ふゆか ほのか まい まどか まゆみ みお みさき みどり みなみ みのり もえ もも やよい ゆい ゆうこ ゆき よしえ りこ わかば".split()
)
MALE = tuple(
    "あきら あさと あつし いおり いさむ いっせい いつき えいじ おさむ かい かおる かずや かなた きよし けい げんき こう ごろう さとし しゅん"
    " しょう しん すすむ せい そうた たいが たかし たくみ ただし たつや つとむ つばさ てつ とおる とし なおき なぎ のぶ はじめ はやと"
    " はる ひなた ひろし ふみや ほたか まこと まさる みつる みのる むつき やすし やまと ゆう ゆたか よう よしき りく りょう れん わたる".split()
)
FOREIGN_FAMILY = tuple("アルカ ベルノ チャンリア ドゥミラ エスタロ ファンロワ グエリン ハルマン イサリ ジェノバル カルディ リマート".split())
FOREIGN_GIVEN = tuple("アミラ ベンド チェン ダリア エリオ ファン ギア ホアリ イナ ジョナ カイル ルミ".split())

DISTRICTS = tuple(
    f"架空{name}町"
    for name in "あおば いずみ うめがおか えのき おおぞら かわせみ きりのは くすのき けやき こだま さくらぎ しらかば すずらん せせらぎ"
    " そよかぜ たけのこ つきみ とねりこ なのはな にじ のばら はるかぜ ひばり ふじだな ほしみ まつかぜ みずほ もりのうち ゆりのき わかくさ".split()
)
ELEMENTARY = tuple(f"架空{name}小学校" for name in "あおば きりのは さくらぎ そよかぜ なのはな ひばり まつかぜ わかくさ".split())
JUNIOR_HIGH = tuple(f"架空{name}中学校" for name in "あおば けやき ほしみ ゆりのき".split())
NOTES = tuple(f"（架空）{text}" for text in ("泣き声の通告", "学校からの相談", "家族からの相談", "近隣からの通告", "警察からの通告"))
LOTS = tuple(f"{block}番{lot}号" for block in range(1, 41) for lot in range(1, 51))


class Texts:
    """Texts by number, as columns of events store them; none needs escaping in JSON."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.lots = self._add(LOTS)
        self.districts = self._add(DISTRICTS)
        self.family = self._add(FAMILY)
        self.female = self._add(FEMALE)
        self.male = self._add(MALE)
        self.foreign_family = self._add(FOREIGN_FAMILY)
        self.foreign_given = self._add(FOREIGN_GIVEN)
        self.elementary = self._add(ELEMENTARY)
        self.junior_high = self._add(JUNIOR_HIGH)
        self.notes = self._add(NOTES)
        self.nothing = self._add(("",))[0]

    def _add(self, texts: tuple[str, ...]) -> range:
        for text in texts:
            assert json.dumps(text, ensure_ascii=False) == f'"{text}"', f"the text {text!r} would need escaping in JSON: choose another one"
        self.all.extend(texts)
        return range(len(self.all) - len(texts), len(self.all))
