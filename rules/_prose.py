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
ARTICLES = (
    "The lake rose by a hand's breadth in the first week of March, and the old jetty stood in the water. "
    "Those who had their boats there pulled them up to the road before the night came.",
    "Nobody in the village could say when the mill had last turned, or who still had a key to its door. "
    "The council sent a locksmith, who found a family of owls behind it and went home again.",
    "A swarm of bees took the post office for its own on Tuesday, and letters were given out on the square. "
    "The beekeeper came with a basket in the evening and carried them all to his garden.",
)
