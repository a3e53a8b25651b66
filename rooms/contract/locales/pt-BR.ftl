# Acts
action-service-decide = Decidir a oferta de serviço
action-service-decide-done = A decisão está registrada.
event-service-decide = registrou o que foi decidido sobre um plano de serviço
action-service-approve-not-offered = Aprovar que nada foi ofertado
action-service-approve-not-offered-done = Aprovado; o pedido pode seguir.
event-service-approve-not-offered = aprovou que nenhum plano fosse ofertado
action-service-reopen = Retirar a decisão
action-service-reopen-done = As unidades estão abertas de novo.
event-service-reopen = retirou uma decisão sobre um plano de serviço
action-service-extend-window = Estender a janela de venda antecipada
action-service-extend-window-done = A janela foi estendida.
event-service-extend-window = estendeu a janela de venda antecipada
action-service-make-ready = Criar tarefas do que falta
action-service-make-ready-done = O que falta está agora na lista de alguém.
event-service-make-ready = criou tarefas do que falta para o atendimento
action-service-from-quote = Tomar as decisões de uma proposta
action-service-from-quote-done = As decisões da proposta estão no pedido.
event-service-from-quote = assumiu as decisões de uma proposta aceita
event-contract-quote-accepted = pôs os planos da proposta aceita no pedido
event-contract-portal-accepted = pôs os planos da proposta aceita no pedido
action-contract-sell = Vender um contrato
action-contract-sell-done = O contrato está vigente.
event-contract-sell = vendeu um contrato de serviço
action-contract-renew = Renovar o contrato
action-contract-renew-done = O próximo contrato começa no dia seguinte ao fim deste.
event-contract-renew = renovou um contrato de serviço
action-contract-exit = O cliente sai por direito
action-contract-exit-done = O contrato foi encerrado.
event-contract-exit = encerrou um contrato pelo direito de saída do cliente
action-contract-end = Encerrar o contrato
action-contract-end-done = O contrato termina nesse dia.
event-contract-end = encerrou um contrato de serviço
action-contract-finish-task = Dizer o que resultou
action-contract-finish-task-done = Registrado.
event-contract-finish-task = concluiu uma tarefa de contrato
action-contract-assign-task = Passar a outra pessoa
action-contract-assign-task-done = Outra pessoa está com a tarefa.
event-contract-assign-task = passou uma tarefa de contrato a outra pessoa
action-contract-remind = Uma tarefa de contrato se aproxima
action-contract-remind-done = O responsável foi avisado.
event-contract-remind = avisou sobre uma tarefa de contrato
action-contract-remind-sales = Uma tarefa de contrato que vende se aproxima
action-contract-remind-sales-done = O responsável foi avisado.
event-contract-remind-sales = avisou sobre uma tarefa de venda de contrato
action-coaching-ask = Pedir orientação
action-coaching-ask-done = O chefe de serviço foi avisado.
event-coaching-ask = pediu orientação
action-coaching-hold = Registrar a orientação
action-coaching-hold-done = Registrado. Os próximos pedidos mostrarão se ajudou.
event-coaching-hold = registrou uma orientação
action-coaching-remind = Uma orientação não foi dada a tempo
action-coaching-remind-done = Ambos foram avisados.
event-coaching-remind = lembrou de uma orientação
action-standby-set = Definir quem fica de plantão
action-standby-set-done = Definido.
event-standby-set = definiu quem fica de plantão
action-standby-end = Encerrar o plantão
action-standby-end-done = Termina nesse dia.
event-standby-end = encerrou um plantão
action-travel-set = Definir a duração do trajeto
action-travel-set-done = Definido.
event-travel-set = definiu a duração do trajeto
action-critical-part-add = Indicar uma peça crítica
action-critical-part-add-done = Indicada.
event-critical-part-add = indicou uma peça sem a qual a parada dura
action-critical-part-drop = Não é mais crítica
action-critical-part-drop-done = Não é mais exigida.
event-critical-part-drop = retirou uma peça das críticas
action-part-reach-set = Definir o prazo das peças
action-part-reach-set-done = Definido.
event-part-reach-set = definiu quanto as peças levam até um território
event-contract-order-entered = avisou o serviço de que a oferta de serviço está aberta
event-contract-order-shipped = pôs as unidades enviadas na base instalada
event-contract-line-cancelled = encerrou o que foi vendido para unidades canceladas
event-contract-unit-accepted = iniciou a cobertura de uma unidade aceita
event-contract-acceptance-moved = moveu a cobertura com a aceitação
event-contract-customer-merged = moveu os contratos do registro unificado

# Fields
field-answer = O que foi decidido
field-service-decide-quantity = Para quantas unidades
hint-service-decide-quantity = Todas as que não têm decisão, se vazio.
field-service-decide-reason = Por quê, nas palavras usadas
field-service-decide-contact = Quem do cliente o disse
field-offered-by = Quem ofertou
hint-offered-by = Você, se vazio.
field-year-price = Preço de um ano por unidade
hint-year-price = O preço de lista, se vazio. Abaixo da lista, só o chefe de serviço.
hint-term-months = Os do plano, se vazio.
field-billing = Faturamento
hint-billing = Anual antecipado, se vazio.
field-service-approve-not-offered-words = Em palavras
field-service-extend-window-until-on = Último dia da janela
field-until-on = Último dia
field-from-on = Primeiro dia
field-assets = Unidades
field-starts-on = Primeiro dia de cobertura
hint-starts-on = O dia seguinte ao fim da garantia ou da cobertura atual, se vazio.
field-contract = Contrato
field-last-day = Último dia
field-contract-finish-task-words = O que foi dito ou feito
field-contract-finish-task-cause = Por que o cliente não continua
field-coaching = Orientação
field-coaching-ask-words = O que você quer praticar
field-held-on = Em que dia
hint-held-on = Hoje, se vazio.
field-notes = No que trabalharam
field-coach = Quem orientou
hint-coach = Você, se vazio.
field-standby = Plantão
field-weekdays = Em que dias da semana começa
hint-weekdays = Todos, se vazio.
field-standby-set-from = De (hora, 18:00)
field-standby-set-until = Até (hora; no dia seguinte se não for depois)
field-part-reach-set-place = Lugar onde as peças ficam
field-ends-within = Termina em
field-all = Também as concluídas
field-rep = Quem vende
field-at = Em

# Words
service-answer-accepted = ofertado e aceito
service-answer-declined = ofertado e recusado
service-answer-not-offered = não ofertado
contract-state-sold = vendido, cobertura começa na aceitação
contract-state-standing = vigente
contract-state-ended = encerrado
contract-end-order-cancelled = pedido cancelado
contract-end-exit-right = o cliente saiu por direito
contract-end-agreed = encerrado por acordo
contract-task-value-review = Revisão de valor
contract-task-value-review-text = Mostre ao cliente o que o plano rendeu antes do fim da garantia em { $until }; diga quando vem a primeira fatura.
contract-task-revisit = Perguntar de novo
contract-task-revisit-text = A garantia termina em { $until }. Haviam recusado: “{ $reason }”
contract-task-renewal = Renovação
contract-task-renewal-text = A cobertura termina em { $until }. Leve o que rendeu e o que está em aberto.
contract-task-readiness = Tornar o atendimento possível
contract-task-readiness-text = Falta algo.
contract-task-state-open = aberta
contract-task-state-done = concluída
contract-task-state-overtaken = não é mais necessária
contract-task-outcome-done = Feito
contract-task-outcome-renewed = O cliente continua
contract-task-outcome-lost = O cliente não continua
renewal-cause-value = não viu valor
renewal-cause-response = respostas demoraram
renewal-cause-repair = reparos não duraram
renewal-cause-training = pessoal sem treinamento
renewal-cause-price = o preço
renewal-cause-rival = um concorrente
renewal-cause-retired = a unidade está fora de uso
coaching-cause-offer-rate = nenhuma oferta nos últimos pedidos
coaching-cause-asked = solicitada
coaching-state-open = a dar
coaching-state-held = dada
cover-kind-paid = período pago
cover-kind-uplift = durante a garantia, sem custo extra
cover-kind-warranty = só garantia
sale-window-open = aberta até o envio
sale-window-extended = aberta por extensão
sale-window-shipped = nenhuma: já foi enviado
sale-window-extension-over = nenhuma: a extensão acabou
sale-window-plan-without = não faz parte deste plano
sale-window-no-warranty = não há garantia a cobrir
sale-window-open-why = O plano cobre a garantia sem custo extra: foi comprado antes do envio.
sale-window-extended-why = O plano cobre a garantia sem custo extra: comprado dentro da extensão até { $until }, aprovada por { $who }.
sale-window-shipped-why = Serviço padrão durante a garantia: o plano foi comprado depois do envio.
sale-window-extension-over-why = Serviço padrão durante a garantia: a extensão já tinha acabado na compra.
sale-window-plan-without-why = Serviço padrão durante a garantia: este plano não a cobre.
sale-window-no-warranty-why = Não há garantia a cobrir.
billing-interval-yearly = anual antecipado
billing-interval-quarterly = trimestral antecipado
billing-interval-monthly = mensal antecipado
cover-standing-counts = vale
cover-standing-weaker = em vigor, outra mais forte vale
cover-standing-not-yet = ainda não
cover-standing-no-more = não mais
cover-chosen-only = É a única cobertura em vigor.
cover-chosen-stronger = Das que estão em vigor, seu prazo de resposta vence primeiro.
cover-chosen-kind = Mesma resposta; um plano vale antes da garantia simples.
cover-chosen-own = Mesma resposta; a cobertura da própria unidade vale antes da do conjunto.
cover-chosen-longer = De resto iguais, é a que dura mais.
cover-chosen-none = Nenhuma cobertura em vigor.
weekday-0 = segunda-feira
weekday-1 = terça-feira
weekday-2 = quarta-feira
weekday-3 = quinta-feira
weekday-4 = sexta-feira
weekday-5 = sábado
weekday-6 = domingo
weekday-monday = segunda-feira
weekday-tuesday = terça-feira
weekday-wednesday = quarta-feira
weekday-thursday = quinta-feira
weekday-friday = sexta-feira
weekday-saturday = sábado
weekday-sunday = domingo
weekday-short-0 = seg
weekday-short-1 = ter
weekday-short-2 = qua
weekday-short-3 = qui
weekday-short-4 = sex
weekday-short-5 = sáb
weekday-short-6 = dom
span-hours = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
}
span-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minutos
}
span-months = { $n ->
    [one] { $n } mês
   *[other] { $n } meses
}
response-next-working-day = até o fim do próximo dia útil
response-within = em { $span }, { $hours }

# What is missing
missing-engineer = Ninguém com a habilidade atende esta região.
missing-hours = Não há ninguém na { $day } das { $from } às { $until }; { $hours } horas por semana sem ninguém.
missing-travel = Ninguém informou a duração do trajeto até este local.
missing-too-far = O trajeto leva { $travel } minutos; o plano responde em { $response }.
missing-second-engineer = Só { $there } de { $wanted } técnicos podem vir: um doente quebra a promessa.
missing-critical-part = { $part }: não está perto o bastante ({ $minutes }).
missing-part-nowhere = nenhum lugar tem
missing-access = Acesso ao local: { $gap }.
missing-short-engineer = um técnico com a habilidade
missing-short-hours = um técnico em todas as horas que o plano promete
missing-short-travel = o tempo do trajeto
missing-short-too-far = um técnico perto o bastante
plan-missing-engineer = ninguém com a habilidade atende esta região
plan-missing-hours = não há ninguém na { $day } das { $from } às { $until }
plan-missing-travel = ninguém informou a duração do trajeto até este local
plan-missing-too-far = o trajeto leva { $travel } minutos, o plano responde em { $response }

# On the order
order-hold-service-offer = oferta de serviço aberta
refusal-order-hold-service-offer = A oferta de serviço está aberta: { $undecided ->
    [one] uma unidade
   *[other] { $undecided } unidades
} sem decisão, { $unapproved } não ofertadas sem aprovação do chefe de serviço.
possible-decide-service-offer = Decida a oferta de serviço de cada unidade: aceita, recusada, ou não ofertada com aprovação.
review-item-service-offer = Oferta de serviço
service-offer = Oferta de serviço
service-open = A oferta de serviço está aberta.
service-open-text = { $units ->
    [one] Uma unidade está
   *[other] { $units } unidades estão
} sem decisão. Nada vai para a fabricação antes disso. Ligue para { $contact }: os números e as palavras estão abaixo.
service-the-customer = o cliente
service-awaits-approval = Não ofertado.
service-awaits-approval-text = O pedido aguarda o chefe de serviço aprovar que nada foi ofertado.
service-state-open = aberta
service-state-settled = resolvida
service-units = { $n ->
    [one] { $n } unidade
   *[other] { $n } unidades
}
service-units-numbered = { $n ->
    [one] unidade { $list }
   *[other] unidades { $list }
}
service-do-accepted = Ofertado e aceito
service-do-declined = Ofertado e recusado
service-do-not-offered = Não ofertado
service-approved-by = aprovado por { $who }
service-plans = Planos que podem ser ofertados
service-no-plan = Nenhum plano publicado ainda.
service-no-price = sem preço de lista
service-uplift = sem custo adicional
service-column-plan = Plano
service-column-response = Resposta
service-column-year = Um ano, uma unidade
service-column-worth = Vale por ano
service-worth = { $net } com { $outages } paradas; compensa desde { $even }
service-worth-unknown = pergunte quanto custa uma parada
service-worth-ask = Quanto custa uma parada
service-worth-year = parada por parada
coaching-downtime = Palavras honestas sobre paradas
coaching-downtime-text = “Uma { $model } para em média { $rate } vezes por ano. Isso vem de { $units } máquinas em { $years } anos de uso. Ninguém pode dizer que a sua não vai parar; podemos dizer em quanto tempo estamos com você.”
coaching-downtime-unknown = Ainda não há histórico deste modelo: diga isso, e não adivinhe.
service-column-warranty = Na garantia
service-column-possible = Neste local
service-possible = pode ser cumprido
service-possible-with-tasks = pode ser cumprido, com tarefas
service-not-possible = não pode ser ofertado
service-window = Janela de venda antecipada
service-window-open = aberta
service-window-closed = fechada
service-window-until-shipping = até o envio
service-window-until-shipping-on = até o envio, prometido para { $on }
service-window-closed-on = enviado em { $on }
service-window-extension = Extensão
service-window-extended = até { $until }, aprovada por { $who }: { $reason }
service-calls = Lista de ligações
service-calls-text = Pedidos retidos porque a oferta de serviço está aberta, os mais antigos primeiro.
service-calls-none-title = Ninguém a ligar
service-calls-none = Cada unidade pedida tem sua decisão.
service-call-order = Pedido
service-call-customer = Cliente
service-call-what = O quê
service-call-units = Unidades abertas
service-call-contact = Ligar
service-call-rep = Quem vende
service-call-ships = Envio

# Contracts
contracts-title = Contratos de serviço
contracts-all = Contratos
contracts-none-title = Nenhum contrato ainda
contracts-none = Um contrato vem de um pedido cuja oferta de serviço foi aceita, ou é vendido para unidades que estão no cliente.
contracts-ends-within = { $days } dias
contract-column-number = Número
contract-column-customer = Cliente
contract-column-plans = Planos
contract-column-units = Unidades
contract-column-price = Período pago
contract-column-from = Cobertura de
contract-column-until = Cobertura até
contract-column-state = Situação
contract-cover = O que está coberto, e quando
contract-accepted-on = aceita em { $on }
contract-waiting = A cobertura começa na aceitação.
contract-waiting-text = { $n ->
    [one] Uma unidade ainda não foi aceita
   *[other] { $n } unidades ainda não foram aceitas
}. Ninguém digita datas: o dia da aceitação as define.
contract-stretch-uplift = { $from } a { $until } por { $price } (valor de lista { $list })
contract-stretch-paid = { $from } a { $until } por { $price }
contract-lines = Linhas
contract-line-no = Nº
contract-line-plan = Plano
contract-line-units = Unidades
contract-line-year = Um ano, uma unidade
contract-line-term = Período pago
contract-line-warranty = Garantia
contract-list-price = lista { $price }
contract-agreed = Acordado na venda
contract-sold-on = Vendido em
contract-exit-right = Direito de saída
contract-exit-yes = antes do início do período pago
contract-exit-no = nenhum: firme
contract-quote = Proposta
contract-quote-open = abrir a proposta
contract-renews = Continua de
contract-renewed-by = Continua como
contract-ended = Encerrado em
contract-open = contrato
contract-line-paid = Plano de serviço { $plan }, { $months } meses, { $unit }
contract-line-uplift = Plano de serviço { $plan } durante a garantia ({ $months } meses), { $unit }: sem custo extra
contract-amendment = Plano de serviço { $plan } aceito
contract-tasks = A fazer
contract-tasks-none-title = Nada a fazer
contract-tasks-none = Nenhuma tarefa de contrato aberta.
contract-task-column-due = Até
contract-task-column-customer = Cliente
contract-task-column-what = O quê
contract-task-column-owner = Quem
contract-task-late = atrasada
contract-billing = Faturamento
billing-text = O que vence para faturar. O Accord não faz contabilidade; leve o arquivo a quem faz.
billing-sum = Soma
billing-none-title = Nada a vencer
billing-none = Nenhuma cobertura inicia uma parcela neste período.
billing-column-invoice-on = Faturar em
billing-column-contract = Contrato
billing-column-customer = Cliente
billing-column-plan = Plano e unidade
billing-column-covers = Cobre
billing-column-amount = Valor
billing-column-list = Valor de lista

# What it gave
statement-title = O que rendeu
statement-outages = { $n ->
    [0] nenhuma parada
    [one] uma parada
   *[other] { $n } paradas
}
statement-avoided = Evitado, na base acordada
statement-price = Preço do período pago
statement-net = Líquido
statement-roi = retorno { $percent } %
statement-invoiced = Faturado até agora
statement-basis = Base acordada
statement-basis-text = { $cost } por dia; { $without } horas sem o plano, { $with } com ele
statement-of = { $fact }, { $units }
statement-no-number = O custo de parada do próprio cliente não é conhecido: nenhum retorno é mostrado.
statement-given = Dado sem custo extra (valor de lista)
statement-first-invoice = Primeira fatura
statement-outages-title = Paradas
statement-column-began = Início
statement-column-unit = Unidade
statement-column-cause = Causa
statement-column-ended = Fim
statement-excluded = não coberta pelo plano
contribution-first-sale = fez a primeira venda
contribution-growth = fez crescer
contribution-contract = vendeu o contrato
contribution-kept = manteve o contrato
contribution-offered = ofertou o plano
contribution-looks-after = cuida da conta

# Entitlement
entitlement-title = Cobertura
entitlement-none = Nenhuma cobertura em vigor.
entitlement-none-text = A ajuda é dada pelas tarifas publicadas; a primeira orientação de segurança é gratuita e imediata.
entitlement-nothing = Esta unidade nunca teve cobertura.
entitlement-response = Resposta
entitlement-response-due = Vence, para uma chamada nesse momento
entitlement-restore = Funcionando de novo em
entitlement-stops = O que para o relógio
entitlement-why = Por que esta cobertura
entitlement-moved = Mudou de lugar
entitlement-moved-text = A cobertura foi vendida para { $site }; não foi verificado se o atendimento pode ser cumprido aqui.
entitlement-weighed = Tudo o que foi pesado
entitlement-precedence = Qual cobertura vale
entitlement-open = cobertura
entitlement-own = própria
entitlement-of-assembly = de { $unit }
entitlement-column-standing = Situação
entitlement-column-cover = Cobertura
entitlement-column-kind = Tipo
entitlement-column-response = Resposta
entitlement-column-days = Dias
entitlement-column-of = De quem
entitlement-rule-1 = Só vale a cobertura em vigor no momento; a que começa depois ou já acabou é mostrada.
entitlement-rule-2 = Entre várias, aquela cuja resposta vence primeiro.
entitlement-rule-3 = Vencendo ao mesmo tempo: um plano pago, depois um plano durante a garantia, depois a garantia simples.
entitlement-rule-4 = Do mesmo tipo: a cobertura da própria unidade, depois a do conjunto de que faz parte.
entitlement-rule-5 = Por fim, a que dura mais.

# The customer's page
portal-contract = Contrato de serviço { $number }
portal-contract-stands = vigente
portal-contract-waiting = { $n ->
    [one] Para uma máquina, a cobertura começa no dia em que você a aceita.
   *[other] Para { $n } máquinas, a cobertura começa no dia em que você as aceita.
}
portal-contract-first-invoice = A primeira fatura vem em { $on }.
portal-contract-exit = Você pode sair antes do início do período pago.
portal-contract-worth = vale { $list }
portal-contract-covers = O que está coberto, e quando
portal-contract-unit = Máquina
portal-contract-days = Coberto
portal-contract-price = Você paga

# Coaching
coaching-title = Orientação
coaching-panel = Ajuda para dizê-lo
coaching-rate = Ofertas nos seus últimos pedidos: { $offered } de { $orders }.
coaching-questions = Quatro perguntas, uma a uma
coaching-question-why-buy = Por que compraram?
coaching-question-why-important = Por que isso é importante para eles?
coaching-question-stop-cost = Quanto custa a eles quando para por um dia?
coaching-question-never-fails = Eles acham que nunca falha?
coaching-to-the-customer = Ao cliente:
coaching-fears = O que se teme ouvir
coaching-fear-downtime = “Se eu falar de paradas, vão achar que quebra.”
coaching-reply-downtime = Eles sabem que toda máquina para um dia. Diga quantas vezes este modelo parou, com o número de máquinas por trás do número, e o que fazemos em quantas horas. Quem fala primeiro é acreditado.
coaching-fear-price = “A máquina já foi cara.”
coaching-reply-price = Ponha o preço ao lado do custo deles de um dia parado, com a linha de nenhuma parada à vista. Se não compensa para eles, ofereça menos ou nada.
coaching-fear-pushy = “Vão se sentir pressionados.”
coaching-reply-pushy = A oferta é devida a eles, o sim não. Um não fica registrado nas palavras deles, e se pergunta de novo antes do fim da garantia, não toda semana.
coaching-percent = { $percent } % ({ $offered } de { $orders })
coaching-no-order = nenhum pedido ainda
coaching-due = até { $on }
coaching-own = Sua taxa de oferta: { $rate }
coaching-none-title = Nenhuma orientação
coaching-none = Peça uma quando quiser praticar. Uma é aberta por si quando nenhum dos seus últimos pedidos teve oferta.
coaching-column-rep = Quem
coaching-column-why = Por quê
coaching-column-before = Taxa de oferta antes
coaching-column-after = Desde então
coaching-column-held = Dada
attach-title = Ofertado e aceito, doze meses
attach-all = Todos
attach-column-who = Quem ou o quê
attach-column-orders = Pedidos
attach-column-offer = Taxa de oferta
attach-column-of-orders = Aceitação por pedidos
attach-column-of-offers = Aceitação por ofertas
metric-service-offer-rate = Taxa de oferta de serviço
metric-service-offer-rate-definition = Pedidos com equipamento, registrados no período e não cancelados, em que um plano foi ofertado para ao menos uma unidade, entre todos esses pedidos. Sem decisão conta como não ofertado.
metric-service-attach-orders = Taxa de aceitação por pedidos
metric-service-attach-orders-definition = Pedidos com equipamento, registrados no período e não cancelados, em que um plano foi aceito para ao menos uma unidade, entre todos esses pedidos.
metric-service-attach-offers = Taxa de aceitação por ofertas
metric-service-attach-offers-definition = Pedidos em que um plano foi aceito para ao menos uma unidade, entre aqueles em que um foi ofertado.
service-counted-accepted = um plano foi aceito
service-counted-offered = um plano foi ofertado e recusado
service-counted-not-offered = nenhum plano foi ofertado

# What responses rest on
service-rota = Prontidão
service-rota-text = Quem pode vir, quanto leva o trajeto, que peças devem estar perto: a base de todo atendimento prometido.
rota-sold = Vendido por território e plano
rota-standby = Plantão
rota-ways = Trajetos
rota-parts = Peças que devem estar perto
rota-none = Nada definido ainda.
rota-no-territory = sem território
rota-every-day = todos os dias
rota-until = até { $on }
rota-people = pessoas
rota-column-territory = Território
rota-column-plan = Plano
rota-column-units = Unidades cobertas agora
rota-column-people = Pessoas que podem vir
rota-column-person = Quem
rota-column-times = Quando
rota-column-from = De
rota-column-minutes = Minutos
rota-column-product = Produto
rota-column-part = Peça

# Told
notice-service-offer-open = { $number }: registrado sem decisão de serviço para { $units } unidades.
notice-service-approval = { $number }: nenhum plano foi ofertado, pede-se sua aprovação. “{ $reason }”
notice-service-approved = { $number }: foi aprovado que nenhum plano fosse ofertado.
notice-service-from-quote = { $number }: a proposta aceita não pôde ser assumida como está. Decida a oferta de serviço à mão.
notice-contract-task-soon = { $what } para { $customer } vence em { $due }.
notice-contract-task-late = { $what } para { $customer } venceu em { $due } e não foi feita.
notice-contract-task-given = { $what } para { $customer }, com vencimento em { $due }, é sua agora.
notice-contract-stuck = { $number }: a cobertura de { $unit } não pôde ser definida pela aceitação, pois outra cobertura do plano está ali. Verifique.
notice-coaching-opened = { $rep }: { $offered } ofertas em { $orders } pedidos. Conversem até { $due }.
notice-coaching-late = A orientação de { $rep } venceu em { $due } e não foi dada.

# Refusals
refusal-service-order-cancelled = { $number } foi cancelado.
refusal-service-not-equipment = não é uma linha de equipamento deste pedido
refusal-service-nothing-open = Cada unidade da linha { $line } tem sua decisão.
refusal-service-fewer-open = só { $open } estão sem decisão
refusal-service-which-plan = indique o plano ofertado
refusal-service-why-declined = diga por quê, nas palavras do cliente
refusal-service-why-not-offered = diga por que nada foi ofertado
refusal-service-no-plan-without-offer = nada foi ofertado, então não há plano
refusal-service-plan-not-published = { $plan } não está em oferta nesta versão
refusal-service-no-list-price = o plano não tem preço de lista em { $currency }; o chefe de serviço pode dar um
refusal-service-currency = deve ser em { $currency }
refusal-service-below-list = é menos que o preço de lista de { $list }; só o chefe de serviço pode dar
refusal-service-not-worth = { $plan } não vale o preço para este cliente ({ $verdict }).
possible-offer-less = Oferte { $plan }: compensa para eles.
possible-offer-none = Não oferte nenhum; registre por quê nas palavras do cliente.
refusal-service-nothing-in-quote = A proposta não decide nada que esteja aberto neste pedido.
refusal-service-quote-not-accepted = { $number } não foi aceita.
refusal-service-nothing-to-approve = Não há o que aprovar: foi ofertado, ou a decisão foi retirada.
refusal-service-approved-already = Já está aprovado.
refusal-service-replaced-already = Esta decisão já foi retirada.
refusal-service-bought-stays = Um plano comprado é cancelado no pedido, ou seu contrato é encerrado.
refusal-contract-response-not-possible = { $plan } não pode ser ofertado para { $site }: falta { $missing }.
possible-contract-readiness = Oferte um plano cujo atendimento possa ser cumprido ali, ou crie tarefas do que falta.
refusal-contract-overlaps = { $unit } já tem este plano por { $number }, de { $from } a { $until }.
possible-contract-from = Está livre a partir de { $from }.
refusal-contract-out-of-calendar = está fora do calendário
refusal-contract-unit-retired = { $unit } está fora de uso
refusal-contract-unit-not-ours = { $unit } não é das nossas
refusal-contract-unit-twice = { $unit } está indicada duas vezes
refusal-contract-not-standing = { $number } não está vigente.
refusal-contract-renewed-already = Já continua como { $number }.
refusal-contract-no-exit-right = { $number } foi vendido sem direito de saída. Encerrá-lo cabe ao chefe de serviço.
refusal-contract-paid-term-runs = O período pago de { $number } corre desde { $from }: o direito de saída acabou.
refusal-contract-task-not-open = Esta tarefa não está mais aberta.
refusal-contract-only-of-renewal = só se diz de uma renovação
refusal-contract-renew-instead = renove o contrato; o novo o diz
possible-contract-renew = Renovar o contrato.
refusal-contract-time-of-day = deve ser uma hora como 18:00
refusal-contract-ends-before = termina antes de começar
refusal-contract-site-or-territory = indique um local ou um território
refusal-contract-part-of-itself = é o próprio produto
refusal-contract-in-future = está no futuro
refusal-coaching-open-already = Já há uma orientação aberta.
refusal-coaching-held-already = Já foi dada.

# Settings
setting-contract-review-days = Dias antes do fim da garantia em que vence a revisão de valor
setting-contract-revisit-days = Dias antes do fim da garantia em que se pergunta de novo a quem recusou
setting-contract-renewal-days = Dias antes do fim de um contrato em que se trabalha a renovação
setting-contract-exit-before-paid-term = Clientes podem sair antes do período pago (fixado em cada contrato na venda)
setting-contract-remind-days = Dias antes de uma tarefa de contrato em que o responsável é avisado
setting-contract-readiness-days = Dias após a venda em que se resolve o que falta no local
setting-contract-engineers-wanted = Técnicos que devem poder vir onde se promete atendimento a qualquer hora
setting-coaching-orders = Pedidos a partir dos quais uma taxa de oferta zero pede orientação
setting-coaching-months = Meses cujos pedidos contam para a taxa de oferta de um vendedor
setting-coaching-days = Dias em que uma orientação deve ser dada

# No papel e na página do cliente
contract-pdf = Contrato (PDF)
contract-pdf-concluded = Como foi fechado (PDF)
statement-pdf = O que ele deu (PDF)
statement-avoided-each = Evitado em uma parada
paper-contract-number = Contrato de serviço { $number }
paper-contract-title = Contrato de serviço: { $plans }
paper-contract-for = Para
paper-statement-number = Extrato de valor { $number }
paper-statement-title = O que seu contrato de serviço deu
portal-contract-plans = O que foi acordado
portal-contract-payments = O que é faturado
portal-contract-invoiced-on = Em
portal-contract-list = Valor de tabela
portal-contract-from = Coberto de
portal-contract-until = Coberto até
portal-contract-ended = Este contrato terminou.
portal-plan-pdf = O que este plano dá (PDF)

# Tipos de avisos
notice-topic-service-offer = Ofertas de serviço nos pedidos
notice-topic-contract = Contratos de serviço
