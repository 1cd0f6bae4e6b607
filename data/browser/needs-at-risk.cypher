// US needs that foreign holders could stop, and who decides over them · 外國可中斷的美國需求，以及由誰決定
:param limit => 10;
MATCH (n:Need)
WITH n
ORDER BY n.foreign_loss DESC, n.id
LIMIT toInteger($limit)
MATCH path = (n)-[:RELIES_ON]->(t:Technology)
WITH n, collect(path) AS paths
RETURN n.id AS id, n.name_en AS name, n.name_zh AS name_zh, n.direction AS direction,
       n.foreign_loss AS foreign_loss, n.us_demand_usd_bn AS us_demand_usd_bn,
       n.cri_taiwan AS cri_taiwan, n.cri_us AS cri_us, n.cri_open AS cri_open, paths
ORDER BY foreign_loss DESC, id;
