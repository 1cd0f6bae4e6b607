// Who else owns the Taiwanese firms behind the investments · 投資案的臺灣企業另有哪些股東
:param country => 'TWN';
MATCH maker = (i:Investment)-[:MADE_BY]->(f:Firm {country: $country})
MATCH owner = (o:Country|Firm)-[w:OWNS]->(f)
WITH f, o, w, owner, collect(DISTINCT i.id) AS investments, collect(maker) AS makers
RETURN f.id AS id, f.name_en AS name, f.name_zh AS name_zh, o.id AS owner,
       coalesce(o.country, o.id) AS country, w.stake AS stake, w.voting AS voting, w.year AS year,
       w.confidence AS confidence, w.source_id AS sources, investments, owner AS path, makers
ORDER BY id, stake DESC, owner.id
LIMIT 100;
