// Essential inputs that only one country provides · 僅由單一國家供應的必要投入
:param limit => 10;
MATCH (t:Technology)<-[:PROVIDES]-(p:Country|Firm)
WITH t, collect(DISTINCT coalesce(p.country, p.id)) AS countries
WHERE size(countries) = 1
  AND t.need_years_at_risk > 0
  AND countries <> ['USA']
  AND EXISTS { (t)<-[:REQUIRES {essential: true}]-(:Technology) }
WITH t, countries[0] AS country
ORDER BY t.need_years_at_risk DESC, t.id
LIMIT toInteger($limit)
MATCH user = (:Technology)-[:REQUIRES {essential: true}]->(t)
WITH t, country, collect(user) AS users
OPTIONAL MATCH path = (t)<-[:PROVIDES]-(:Firm)-[:HEADQUARTERED_IN]->(:Country)
WITH t, country, users, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, country,
       size(users) AS required_by, t.leverage AS leverage,
       t.need_years_at_risk AS need_years_at_risk, users, paths
ORDER BY need_years_at_risk DESC, id;
