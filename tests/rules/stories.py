"""Articles and other stories in several languages, for the tests of rules on stories and copies."""

from __future__ import annotations

from cleaner import clean
from cleaner.config import Config

BODY = {
    "en": "The herons are back at the northern lake "
    "after eleven years, and the wardens have counted forty nests along "
    "the reeds. The wardens say the herons left when the lake was drained for the quarry, and that the "
    "reeds grew back "
    "once the quarry was closed and the lake was filled again. Visitors may watch the herons from the "
    "dam, in a hide "
    "among the reeds that the wardens built.",
    "de": "Die Reiher sind nach elf Jahren an den See "
    "im Norden zurückgekehrt, und die Wächter haben im Schilf vierzig "
    "Nester gezählt. Die Reiher waren fortgezogen, als man den See für den Steinbruch trockenlegte; das "
    "Schilf wuchs "
    "nach, sobald der Steinbruch geschlossen und der See wieder gefüllt war. Besucher können die Reiher "
    "vom Damm aus "
    "beobachten, wo die Wächter im Schilf einen Unterstand für alle gebaut haben.",
    "fr": "Les hérons sont revenus au lac du nord après "
    "onze ans, et les gardiens ont compté quarante nids dans les "
    "roseaux. Les hérons étaient partis quand le lac fut vidé pour la carrière ; les roseaux ont repoussé "
    "dès que la "
    "carrière fut fermée et le lac rempli de nouveau. Les visiteurs peuvent observer les hérons depuis la "
    "digue, où "
    "les gardiens ont construit un abri parmi les roseaux.",
    "es": "Las garzas han vuelto al lago del norte después "
    "de once años, y los guardas han contado cuarenta nidos entre "
    "los juncos. Las garzas se fueron cuando el lago se vació para la cantera; los juncos crecieron de "
    "nuevo cuando la "
    "cantera cerró y el lago se llenó otra vez. Los visitantes pueden mirar las garzas desde la presa, "
    "donde los "
    "guardas han levantado un refugio entre los juncos.",
    "pl": "Czaple wróciły nad północne jezioro po jedenastu "
    "latach, a strażnicy naliczyli w trzcinach czterdzieści gniazd. "
    "Czaple odleciały, kiedy jezioro osuszono dla kamieniołomu, a trzciny odrosły, gdy tylko kamieniołom "
    "zamknięto i "
    "jezioro znów napełniono wodą. Goście mogą oglądać czaple z tamy, gdzie strażnicy zbudowali wśród "
    "trzcin schronienie "
    "dla wszystkich, którzy przychodzą tu wieczorem, kiedy ptaki wracają do gniazd, by karmić młode i "
    "odpocząć.",
    "ru": "Цапли вернулись на северное озеро спустя "
    "одиннадцать лет, и сторожа насчитали в камышах сорок гнёзд. По словам "
    "сторожей, цапли улетели, когда озеро осушили ради карьера, а камыш снова вырос, как только карьер "
    "закрыли и озеро "
    "наполнилось водой. Посетители могут наблюдать за птицами с плотины, где сторожа построили среди "
    "камыша навес для "
    "всех, кто приходит сюда по вечерам, когда птицы возвращаются к гнёздам кормить птенцов и ещё долго "
    "кричат.",
    "zh": "十一年之后，苍鹭回到了北方的湖边，护林员在芦苇丛里数到了四十个鸟巢。"
    "护林员说，当年为了开采石场把湖水抽干，"
    "苍鹭就飞走了；"
    "采石场关闭、湖水重新灌满之后，芦苇又长了出来，苍鹭也跟着回来了。游客可以在堤坝上观看苍鹭，"
    "护林员在芦苇丛中搭了一座小屋，"
    "供傍晚来看苍鹭归巢的人休息。护林员请大家在夏天之前不要靠近鸟巢，因为受惊的苍鹭会丢下幼鸟。",
}
BREAD = (
    "Judges from three countries tasted two hundred loaves on Saturday and chose the one that Petra Nowak "
    "bakes in a "
    "wood oven behind the town hall. She learned the recipe from a cousin, she said, and has changed only "
    "the salt. "
    "The prize is a silver spoon and a year of flour, which she means to share with the school kitchen "
    "next door."
)
BROT = (
    "Juroren aus drei Ländern verkosteten am Samstag zweihundert Laibe und wählten den, den Petra Nowak "
    "in einem Holzofen "
    "hinter dem Rathaus bäckt. Das Rezept habe sie von einer Base, sagte sie, und nur das Salz geändert. "
    "Der Preis ist ein "
    "silberner Löffel und Mehl für ein Jahr, das sie mit der Schulküche nebenan teilen will."
)
KHLEB = (
    "Судьи из трёх стран попробовали в субботу двести буханок и выбрали ту, которую Пётр Новак печёт в "
    "дровяной печи за "
    "ратушей. Рецепт достался ему от двоюродной сестры, рассказал он, и поменял он в нём только соль. "
    "Награда — "
    "серебряная ложка и запас муки на год, которым он собирается поделиться со школьной столовой по "
    "соседству."
)


def mended(rule: str, text: str) -> str:
    """What one rule makes of a text, its unsafe fixes applied."""
    return clean(text, config=Config(select=(rule,), unsafe_fixes=True)).text
