// What hangs on one country: its makers and the US needs behind them · 繫於一國的美國需求
:param holder => 'CHN';
:param limit => 10;
MATCH provides = (p:Country|Firm)-[:PROVIDES]->(t:Technology {denier: $holder})
WHERE coalesce(p.country, p.id) = $holder
WITH t, collect(DISTINCT p.id) AS providers, collect(provides) AS makers
ORDER BY t.need_years_at_risk DESC, t.id
LIMIT toInteger($limit)
OPTIONAL MATCH need = ANY SHORTEST (n:Need)-[:RELIES_ON]->(:Technology)-[:REQUIRES]->{0,6}(t)
WITH t, providers, makers, count(n) AS needs, collect(need) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, providers, needs,
       t.leverage AS leverage, t.need_years_at_risk AS need_years_at_risk, makers, paths
ORDER BY need_years_at_risk DESC, id;
