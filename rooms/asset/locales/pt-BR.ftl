# Actions
action-asset-add = Incluir unidade
action-asset-add-done = A unidade está na base instalada.
action-asset-correct = Corrigir
action-asset-correct-done = A unidade foi corrigida.
action-asset-move = Mover
action-asset-move-done = A unidade mudou de local.
action-asset-retire = Retirar de uso
action-asset-retire-done = A unidade está fora de uso.
action-asset-reinstate = Recolocar em uso
action-asset-reinstate-done = A unidade voltou ao uso.
action-asset-outage-record = Registrar parada
action-asset-outage-record-done = A parada está registrada.
action-asset-outage-end = Voltou a funcionar
action-asset-outage-end-done = A parada terminou.
action-asset-outage-correct = Corrigir parada
action-asset-outage-correct-done = A parada foi corrigida.
action-asset-outage-withdraw = Anular parada
action-asset-outage-withdraw-done = A parada foi anulada.
action-asset-reading-record = Registrar leitura
action-asset-reading-record-done = A leitura está registrada.
action-acceptance-record = Registrar aceite
action-acceptance-record-done = O aceite está registrado; a garantia e os períodos pagos começam por ele.
action-acceptance-correct = Corrigir aceite
action-acceptance-correct-done = O aceite foi corrigido; tudo o que conta a partir dele mudou.
action-asset-set-warranty = Definir garantia
action-asset-set-warranty-done = A garantia está definida.

# What happened
event-asset-add = incluiu uma unidade
event-asset-correct = corrigiu uma unidade
event-asset-move = mudou uma unidade de local
event-asset-retire = retirou uma unidade de uso
event-asset-reinstate = recolocou uma unidade em uso
event-asset-outage-record = registrou uma parada
event-asset-outage-end = encerrou uma parada
event-asset-outage-correct = corrigiu uma parada
event-asset-outage-withdraw = anulou uma parada
event-asset-reading-record = registrou uma leitura
event-acceptance-record = registrou o aceite de uma unidade
event-acceptance-correct = corrigiu o aceite de uma unidade
event-asset-set-warranty = definiu a garantia de um produto
event-asset-customer-merged = assumiu as unidades de um cliente unificado

# Words
asset-origin-ours = nossa
asset-origin-rival = de concorrente
asset-origin-own = do próprio cliente
asset-standing-in-use = em uso
asset-standing-retired = fora de uso
outage-state-open = parada
outage-state-ended = terminou
outage-state-unknown = passou, duração desconhecida
outage-state-withdrawn = anulada
outage-known-from-colleague = um colega
outage-known-from-customer = o cliente
outage-known-from-unit = a própria unidade
outage-known-from-import = os dados da própria empresa
counter-hours = horas de operação
counter-cycles = ciclos
counter-pieces = peças produzidas
asset-life-service = entrou em serviço
asset-life-accepted = aceita pelo cliente
asset-life-corrected = aceite corrigido
asset-life-moved = mudou de local
asset-life-stopped = ficou parada
asset-life-counter-replaced = contador trocado
asset-life-retired = fora de uso
found-asset = Unidades
setting-asset-warranty-months = Meses de garantia a partir do aceite assinado, quando o produto não tem os seus

# Fields
field-origin = Fabricada por
field-maker = Fabricante
field-model = Modelo
field-serial = Número de série
field-part-of = Parte de
field-in-service-on = Em serviço desde
field-accepted-on = Aceita em
field-warranty-months = Meses de garantia
field-contract-ends-on = Fim do contrato do concorrente
field-known-from = Paradas conhecidas desde
field-known-until = Paradas conhecidas até
field-order-line = Item do pedido
field-moved-at = Mudou em
field-retired-on = Fora de uso desde
field-successor = Substituída por
field-outage = Parada
field-began-at = Início
field-ended-at = Fim
field-over = Passou, ninguém anotou desde quando
field-cause = Causa
field-asset-outage-record-source = Informada por
field-counter = Contador
field-reading = Leitura
field-read-at = Lido em
field-replaced = O contador foi trocado
field-signed-by = Assinado por
field-satisfaction = Satisfação, de 1 a 5
field-asset-set-warranty-months = Meses
hint-asset-add-maker = Deixe vazio para o que nós fabricamos.
hint-asset-add-model = O nome do produto quando vazio.
hint-asset-add-warranty-months = Os do produto quando vazio.
hint-asset-add-known-from = Só quando toda parada desde esse dia está anotada aqui. Em branco: as estimativas contam a partir de hoje, ou da primeira parada registrada.
hint-asset-add-accepted-on = Só quando foi aceita antes. Senão registre o aceite quando for assinado.
hint-asset-move-moved-at = Agora quando vazio. As partes vão junto; uma parte que muda sozinha deixa o conjunto.
hint-asset-outage-record-ended-at = Vazio enquanto a unidade está parada.
hint-asset-outage-record-cause = Em uma palavra: um componente, um tipo de falha.
hint-asset-outage-end-ended-at = Agora quando vazio.
hint-asset-retire-successor = A unidade que entrou no lugar dela.
hint-asset-reading-record-replaced = Então ele conta de novo a partir desta leitura.
hint-acceptance-record-accepted-on = A data no local.
hint-asset-set-warranty-months = Os da empresa quando vazio.

# Pages
assets-title = Base instalada
assets-about = As unidades que estão nos clientes, de qualquer fabricante
assets-find = Modelo, fabricante, número de série
assets-standing = Uso
assets-contract-by = Contrato termina até
assets-cover = Coberta até
assets-outages-year = Paradas, 12 meses
assets-none-title = Nenhuma unidade assim
assets-none = Nada corresponde a estes filtros.
assets-empty-title = Ainda não há unidades
assets-empty = O valor de um plano, e a hora de substituir, vêm das unidades que estão nos clientes e das suas paradas. Inclua a primeira ou importe a sua lista.
assets-customer-none = Ainda não se conhece nenhuma unidade aqui: nem nossa nem de outros.
assets-all = { $n ->
        [one] uma unidade
       *[other] todas as { $n } unidades
    }
asset-no-site = local desconhecido
asset-length = { $hours } h { $minutes } min
asset-length-unknown = duração desconhecida
asset-stands-since = Está parada desde { $since }.
asset-watched = { $days ->
        [0] ainda não observada
        [one] em um dia observado
       *[other] em { $days } dias observados
    }
asset-stops = Paradas
asset-stopped = Parada no total
asset-warranty-until = Garantia até
asset-warranty-months = { $n ->
        [0] sem garantia
        [one] um mês a partir do aceite
       *[other] { $n } meses a partir do aceite
    }
asset-life = A sua vida
asset-life-none = Ainda não se sabe nada dela.
asset-outages = Paradas
asset-outages-none = Nenhuma parada é conhecida.
asset-long = Duração
asset-plate = Placa
asset-its-order = o pedido com que veio
asset-parts = Partes
asset-replaced = Entrou no lugar de
asset-relatives = Conjunto e sucessão
asset-counters = Contadores
asset-run-in-all = { $n } no total, com todos os contadores
asset-acceptances = Aceite
asset-satisfaction = { $n } de 5
asset-places = Onde esteve
asset-at-first = no começo

# Refusals
refusal-asset-year = fica fora dos anos 1900 a 2200
refusal-asset-future = ainda não chegou; hoje é { $today } lá
refusal-asset-future-instant = ainda não chegou; agora é { $now }
refusal-asset-customer-archived = { $name } está arquivado. Restaure o cliente antes.
refusal-asset-site-archived = está arquivado: { $name }
refusal-asset-maker-ours = deve ficar vazio para o que nós fabricamos
refusal-asset-maker-needed = é necessário para uma unidade de concorrente
refusal-asset-product-ours = só pode ser indicado para o que nós fabricamos
refusal-asset-model-needed = é necessário quando nenhum produto é indicado
refusal-asset-serial-taken = já pertence a outra unidade deste fabricante
refusal-asset-contract-of-rival = só pode ser dado para o que outro fabricou
refusal-asset-warranty-ours = só pode ser dado para o que nós fabricamos
refusal-asset-ends-before = fica antes do dia desde o qual as paradas são conhecidas
refusal-asset-service-after-end = fica depois de a unidade sair de uso em { $on }
refusal-asset-part-of-unknown = não é uma unidade deste cliente
refusal-asset-part-of-retired = está fora de uso desde { $on }
refusal-asset-part-of-itself = tornaria a unidade parte de si mesma
refusal-asset-part-too-deep = deixaria o conjunto com mais de 20 níveis
refusal-asset-part-elsewhere = está em outro lugar; { $number } precisa estar no mesmo local
refusal-asset-accepted-is-ours = não pode mudar: o cliente aceitou esta unidade de nós
refusal-asset-retired = { $number } está fora de uso desde { $on }.
refusal-asset-in-use = { $number } está em uso.
refusal-asset-stands-there = é onde a unidade já está: { $name }
refusal-asset-moved-since = precisa ficar depois de { $last }
refusal-asset-retired-before-service = fica antes de { $since }, quando entrou em serviço ou foi aceita
refusal-asset-successor-unknown = não é uma unidade deste cliente
refusal-asset-successor-itself = é a própria unidade ou uma parte dela
refusal-asset-successor-retired = está ela mesma fora de uso desde { $on }
refusal-asset-stands-still = { $number } já está parada desde { $since }. Encerre antes essa parada, ou corrija-a.
refusal-asset-outage-backward = fica antes do início
refusal-asset-outage-before-service = fica antes de a unidade entrar em serviço em { $since }
refusal-asset-outage-after-end = fica depois de a unidade sair de uso em { $on }
refusal-asset-outage-ended = Esta parada já terminou em { $ended }. Corrija-a, se preciso.
refusal-asset-outage-withdrawn = Esta parada foi anulada.
refusal-asset-reading-less = é menos que { $shown }, que mostrava em { $at }; diga se o contador foi trocado
refusal-asset-reading-more = é mais que { $shown }, que mostrava depois, em { $at }
refusal-asset-reading-twice = já tem uma leitura
refusal-asset-touched = Alguém já trabalhou com { $number } desde então.
refusal-acceptance-not-ours = { $number } não foi fabricada por nós: ninguém a aceita de nós.
refusal-acceptance-already = { $number } já foi aceita em { $on }.
refusal-acceptance-not-yet = { $number } ainda não foi aceita: não há o que corrigir.
refusal-acceptance-same = é o dia que já vale
refusal-acceptance-retired = fica depois de a unidade sair de uso em { $on }
possible-correct-acceptance = Corrija o aceite em vez disso.
possible-end-outage = Encerre a parada que dura.

bulk-asset-retire = Tirar de uso
