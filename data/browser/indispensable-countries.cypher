// Countries whose supply is indispensable (Shapley value) · 供應上不可或缺的國家（Shapley 值）
:param limit => 10;
MATCH (c:Country)
WHERE c.shapley > 0
WITH c
ORDER BY c.shapley DESC, c.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (c)-[:PROVIDES]->(:Technology)
WITH c, collect(path) AS paths
RETURN c.id AS player, c.name_en AS name, c.name_zh AS name_zh, c.shapley AS shapley,
       c.banzhaf AS banzhaf, paths
ORDER BY shapley DESC, player;
