"""Sentences for the rules' examples: the prose that furniture stands around."""

ENGLISH = (
    "The herons that left the lake nine dry years ago came back on Monday, and with them came the first "
    "visitors of the spring."
)
GERMAN = (
    "Die Reiher, die vor neun trockenen Jahren vom See verschwanden, sind am Montag wieder da, und mit "
    "ihnen kamen die ersten Gäste des Frühlings."
)
CHINESE = "经过九年的干旱,苍鹭在星期一回到了湖边,第一批春天的游客也跟着来了。"
