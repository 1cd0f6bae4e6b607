// US needs that hang on a technology · 繫於一項技術的美國需求
:param tech => 'leading-edge-logic';
MATCH path = ANY SHORTEST (n:Need)-[:RELIES_ON]->()
  -[:REQUIRES]->{0,8}()<-[:VARIANT_OF]-{0,1}()-[:REQUIRES]->{0,8}(t:Technology {tech_id: $tech})
RETURN n.id AS id, n.name_en AS name, n.name_zh AS name_zh, n.direction AS direction,
       length(path) AS steps, n.us_demand_usd_bn AS us_demand_usd_bn,
       n.foreign_loss AS foreign_loss, n.cri_taiwan AS cri_taiwan, path
ORDER BY steps, id
LIMIT 300;
