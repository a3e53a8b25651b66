# Ações
action-promise-make = Fazer uma promessa
action-promise-make-done = A promessa está registrada.
event-promise-make = prometeu
action-promise-keep = Cumprida
action-promise-keep-done = A promessa foi cumprida.
event-promise-keep = cumpriu uma promessa
action-promise-break = Reconhecer que não será cumprida
action-promise-break-done = Está registrado que a promessa não foi cumprida.
event-promise-break = reconheceu que não cumpriu uma promessa
action-promise-release = Dispensada pelo cliente
action-promise-release-done = A dispensa está registrada, nas palavras do cliente.
event-promise-release = registrou que o cliente nos dispensou
action-promise-redate = Novo prazo
action-promise-redate-done = O novo prazo vale; o que conta continua sendo o primeiro.
event-promise-redate = informou ao cliente um novo prazo
action-promise-forecast = Previsão
action-promise-forecast-done = A previsão está registrada.
event-promise-forecast = disse para quando se espera
action-promise-hand-over = Passar adiante
action-promise-hand-over-done = A promessa tem um novo responsável, que foi avisado.
event-promise-hand-over = passou uma promessa adiante
action-promise-tell = O cliente foi informado
action-promise-tell-done = Está registrado que o cliente foi informado.
event-promise-tell = informou ao cliente uma promessa
action-promise-set-harm = Informar o prejuízo
action-promise-set-harm-done = O prejuízo está registrado.
event-promise-set-harm = informou o que o cliente perderia
action-promise-warn = Avisar de um prazo
event-promise-warn = avisou que o tempo está correndo
action-promise-fall-due = Marcar como vencida
event-promise-fall-due = registrou que uma promessa venceu
action-promise-escalate = Escalar
event-promise-escalate = avisou o próximo da linha
action-promise-tell-customer-by = Vigiar que o cliente seja informado
event-promise-tell-customer-by = registrou que o cliente não foi informado a tempo
event-promise-follow-merge = levou o que era devido para o cadastro que continua
action-statement-say = Registrar o que foi dito
action-statement-say-done = A declaração está registrada.
event-statement-say = disse ao cliente
action-clarification-take = Assumir
action-clarification-take-done = É sua; uma ligação, uma resposta.
event-clarification-take = assumiu um esclarecimento
action-clarification-answer = Dar uma só resposta
action-clarification-answer-done = O cliente tem uma só resposta; é ela que vale.
event-clarification-answer = deu ao cliente uma só resposta
action-clarification-untaken = Notar que ninguém assumiu
event-clarification-untaken = registrou que ninguém assumiu o esclarecimento
action-clarification-unanswered = Notar que ninguém respondeu
event-clarification-unanswered = registrou que o cliente está sem resposta
event-clarification-open = abriu um esclarecimento: duas declarações se contradizem
action-watch-set-policy = Definir quando avisar e a quem
action-watch-set-policy-done = A regra vale para promessas feitas ou com novo prazo a partir de agora.
event-watch-set-policy = definiu quando avisar e a quem

# Campos
field-promise = Promessa
field-promise-make-kind = O que se promete
hint-promise-make-kind = Cada tipo é verificado antes de ser prometido.
field-wording = Texto, como o cliente recebe
hint-promise-redate-wording = Com o novo prazo. Vazio: a frase própria da casa, se houver; senão, as palavras continuam as mesmas.
hint-promise-make-wording = Uma frase que o cliente possa cobrar de nós.
field-due-at = Prazo (data e hora)
field-due-on = Prazo (data)
hint-promise-make-due-on = Uma data no local do cliente, ou a hora acima; uma das duas.
field-matter = Sobre o que já foi dito ou prometido
hint-promise-make-matter = Escolha se for o mesmo assunto: outra data gera um aviso.
hint-statement-say-matter = Escolha se for o mesmo assunto; vale o assunto de lá.
field-promise-make-part = Peça
hint-promise-make-part = Necessária para uma peça: o estoque e o suprimento são vistos antes da promessa.
field-promise-make-quantity = Unidades da peça (uma, se vazio)
field-subject = Assunto
hint-statement-say-subject = Em poucas palavras: a peça, o item, a cobertura. Não é preciso se foi escolhido acima.
field-basis = Em que se baseia
field-told = Como o cliente foi informado
hint-promise-make-told = Deixe em branco enquanto ninguém informou o cliente.
field-harm = O que o cliente perde se não for cumprida
field-override-reason = Motivo para prometer contra a verificação
hint-promise-make-override-reason = Só para o chefe indicado. Fica registrado, e quem tem de entregar é avisado na hora.
field-confirm = Antes foi dito outra coisa, e é certo dizer isto
field-evidence = O que mostra que foi cumprida
field-promise-keep-at = Quando aconteceu
hint-promise-keep-at = Se foi antes de agora; os dois horários ficam guardados.
field-promise-break-reason = Por que não será cumprida
field-instead-wording = O que fica no lugar, como o cliente recebe
field-customer-words = O que o cliente disse
field-accepted = O cliente aceitou
field-forecast-at = Previsão (data e hora)
field-forecast-on = Previsão (data)
field-to = Para
field-promise-hand-over-to = Novo responsável
field-promise-tell-at = Quando o cliente foi informado
field-subject-kind = De que se trata
field-date = A data que foi dita
field-statement-say-price = O preço que foi dito
field-words = O que foi dito, em resumo
hint-statement-say-words = Para comparação; em branco, compara o texto.
field-said-at = Quando foi dito
hint-statement-say-said-at = Se foi antes de agora: então já saiu.
field-clarification = Esclarecimento
field-clarification-answer-date = A data que vale
field-clarification-answer-price = O preço que vale
field-clarification-answer-words = O que vale, em resumo
field-clarification-answer-channel = Como vocês conversaram
field-clarification-answer-reason = Por que a melhor resposta não pode valer
field-warn-percents = Avisos, em % do tempo útil
field-ladder = Depois de vencida e não cumprida
field-watch-set-policy-minutes = Minutos úteis depois do prazo
field-watch-set-policy-to = A quem avisar
field-late = Atrasadas e abertas
field-due-from = Prazo a partir de
field-due-to = Prazo até
field-standing = Só o que ainda vale

# Palavras
promise-kind-ship = embarque
promise-kind-install = instalação
promise-kind-part = peça
promise-kind-call-back = retorno de ligação
promise-kind-visit = visita
promise-kind-update = atualização
promise-kind-document = documento
promise-kind-free = outra
promise-kind-response = primeira resposta
promise-kind-on-site = no local
promise-kind-restore = de novo em funcionamento
promise-kind-close = encerramento
refusal-promise-by-its-case = { $number } pertence a um chamado: responde-se nele.
refusal-promise-clock-by-case = Este relógio começa quando se abre um chamado.
promise-state-open = aberta
promise-state-kept = cumprida
promise-state-kept-late = cumprida com atraso
promise-state-broken = não cumprida
promise-state-released = dispensada
promise-late-and-open = atrasada e aberta
promise-change-redated = novo prazo
promise-change-owner = novo responsável
promise-change-told = informada
promise-change-released = dispensada
promise-change-broken = não cumprida
promise-change-kept = cumprida
promise-change-forecast = previsão
watch-rung-owner = quem responde por ela
watch-rung-owner-head = o chefe da área dessa pessoa
watch-rung-head-of-sales = chefe de vendas
watch-rung-head-of-manufacturing = chefe de fabricação
watch-rung-head-of-service = chefe de serviços
statement-subject-date = data
statement-subject-price = preço
statement-subject-cover = cobertura
statement-subject-cause = causa
statement-subject-feature = característica
statement-subject-other = outro
clarification-state-open = aberto
clarification-state-taken = assumido
clarification-state-answered = respondido
promise-head-manufacturing = o chefe de fabricação
promise-head-service = o chefe de serviços
promise-head-sales = o chefe de vendas
promise-verdict-in-time = cumprida no prazo
promise-verdict-late = cumprida depois do primeiro prazo
promise-verdict-broken = não cumprida
promise-verdict-released-after-due = dispensada só depois do prazo
promise-verdict-open-past-due = aberta e com prazo vencido
promise-verdict-not-counted = ainda não venceu
watch-verdict-in-time = veio a tempo
watch-verdict-late = veio com atraso
statement-author-program = Accord
promise-draft = Novo prazo para “{ $wording }”: { $due }.

# O que limita uma promessa
limit-owner-hours = o horário de trabalho de quem vai cumprir
limit-owner-away = quem vai cumprir está ausente, e ninguém substitui
limit-place-closed = o local do cliente está fechado nesse momento
limit-never-open = ninguém trabalha por esse calendário

# Recusas
refusal-promise-not-feasible = Isto não pode ser cumprido. O mais cedo é { $earliest }. O que limita: { $limits }.
refusal-promise-never-feasible = Isto não pode ser cumprido, e não há data possível. O que limita: { $limits }.
possible-promise-earliest = Prometer { $earliest } no lugar.
possible-promise-override = Só { $who } pode prometer assim mesmo, com um motivo.
refusal-promise-no-override = Ninguém pode prometer isto contra a verificação.
refusal-promise-override-not-yours = Só { $who } pode prometer isto contra a verificação.
refusal-promise-owner-named = precisa de um responsável com nome, pois nada mais pode ser verificado
refusal-promise-part-alone = é para a promessa de uma peça, no lugar de um assunto
refusal-promise-matter-or-about = toma o lugar daquilo de que se trata; informe um dos dois
refusal-promise-due-one = informe uma data ou uma hora, não as duas
refusal-promise-due-past = já passou; uma promessa não pode ser feita com data retroativa
refusal-promise-due-too-far = está longe demais
refusal-promise-same-due = já é o prazo que vale
refusal-promise-same-owner = já é o responsável
refusal-promise-ended = { $number } já terminou: { $state }.
refusal-promise-before-made = é anterior à promessa ({ $made })
refusal-promise-in-future = está no futuro
refusal-promise-redate-untold = { $number } recebe um novo prazo depois que uma pessoa informou o cliente, com o motivo. Diga como o cliente foi informado.
refusal-promise-earlier-by-checkpoint = A data de embarque de { $number } só é adiantada no ponto de confirmação.
refusal-promise-not-yours = { $number } é passada adiante pelo responsável, por quem o substitui ou por um chefe.
refusal-promise-told-already = O cliente já foi informado de { $number }. Um novo prazo é dado com um motivo.
refusal-promise-period-order = é anterior ao início
refusal-promise-limit-range = deve estar entre 1 e { $max }
refusal-statement-contradicts = Antes foi dito outra coisa: “{ $wording }” ({ $author }, { $at }).
refusal-statement-one-form = não combina com o assunto: data para data, preço para preço, palavras no resto
possible-statement-repeat = Diga o que foi dito antes: “{ $wording }”
possible-statement-confirm = Diga assim mesmo; então as duas saíram, e um colega deve ao cliente uma só resposta.
refusal-clarification-answered = { $number } já foi respondido.
refusal-clarification-taken = { $number } já foi assumido.
refusal-clarification-not-yours = { $number } é respondido pelo responsável, por quem o substitui ou por um chefe: o cliente ouve uma só voz.
refusal-clarification-by-voice = liga-se ou visita-se o cliente; uma carta não resolve uma contradição
refusal-clarification-better-stands = é necessário: o que foi dito antes era melhor para o cliente
refusal-clarification-nobody = Não há ninguém para dar ao cliente uma só resposta. Indique primeiro um responsável pela conta.
refusal-watch-percent = deve estar entre 1 e 99
refusal-watch-twice = diz a mesma coisa duas vezes
refusal-watch-too-many = tem mais de { $max } passos
refusal-watch-minutes = espera mais de { $max } minutos
refusal-watch-nobody = alguém tem de ser avisado

# Avisos
notice-promise-made = { $number } é sua para cumprir, prazo { $due }: “{ $wording }”
notice-promise-override = { $number } foi prometida contra a verificação, prazo { $due }: “{ $wording }”. Motivo: { $reason }
notice-promise-redated = { $number } tem novo prazo, { $due }: “{ $wording }”
notice-promise-handed = { $number } foi passada a você, prazo { $due }: “{ $wording }”
notice-promise-ended = { $number } terminou: { $state }. “{ $wording }”
notice-promise-endangered = { $number } está prevista para { $forecast }, mas o prazo é { $due }: “{ $wording }”. { $reason } O cliente deve ser informado até { $tell_by }.
notice-promise-warn = { $number }: { $percent } % do tempo já foi; prazo { $due }: “{ $wording }”
notice-promise-due = { $number } venceu em { $due }: “{ $wording }”
notice-promise-late = { $number } venceu em { $due } e não foi cumprida: “{ $wording }”
notice-promise-untold = { $number }: o cliente ainda não foi informado da previsão; prazo { $due }: “{ $wording }”
notice-clarification-opened = { $number }: o cliente ouviu duas coisas sobre “{ $subject }”. Assuma até { $take_by }, ligue até { $answer_by }.
notice-clarification-untaken = { $number } sobre “{ $subject }” não foi assumido até { $take_by }. O cliente espera uma ligação até { $answer_by }.
notice-clarification-unanswered = { $number } sobre “{ $subject }”: o cliente está sem resposta; o prazo era { $answer_by } (assumir até { $take_by }).

# Indicadores
metric-promises-kept = Promessas cumpridas
metric-promises-kept-definition = Promessas que venceram no período e foram cumpridas não depois do prazo que o cliente ouviu primeiro (ou de um anterior que aceitou), sobre todas as que venceram. Mudar o prazo nunca melhora o índice. Dispensada pelo cliente antes do prazo não conta; depois do prazo conta como não cumprida. Aberta e vencida conta como não cumprida.
metric-watch-in-time = Vigia em dia
metric-watch-in-time-definition = Avisos, vencimentos e escalonamentos que vieram dentro dos segundos permitidos, sobre todos os que vieram no período.
metric-beside-open-past-due = destas, ainda abertas
metric-beside-worst-lateness-seconds = maior atraso em segundos

# Configurações
setting-promise-chance-days = Dias para trás em que se mede a chance de cumprir um prazo
setting-promise-chance-enough = Promessas abaixo das quais a chance avisa que se apoia em poucas
setting-promise-lead-call-back = Minutos úteis que um retorno de ligação leva no mínimo
setting-promise-lead-visit = Minutos úteis que uma visita leva no mínimo
setting-promise-lead-update = Minutos úteis que uma atualização leva no mínimo
setting-promise-lead-document = Minutos úteis que um documento leva no mínimo
setting-promise-acknowledge-minutes = Minutos para confirmar um aviso urgente sobre uma promessa antes que o chefe seja avisado
setting-clarification-take-minutes = Minutos para assumir um esclarecimento
setting-clarification-answer-days = Dias úteis para o cliente receber uma só resposta
setting-watch-in-time-seconds = Segundos até os quais um passo da vigia conta como em dia

# Páginas
promises-tabs = Formas de ver as promessas
promises-title = Promessas
promises-about = Tudo o que devemos a um cliente: verificado antes de prometer, e cumprido ou honestamente reconhecido.
promises-all = Todas
promises-mine = Minhas
promises-mine-about = O que você deve agora, e o que devem as pessoas que você substitui. O prazo mais próximo primeiro.
promises-at-risk = Em risco
promises-at-risk-about = Previstas para depois do prometido. O cliente ouve de uma pessoa, com o motivo e uma nova data, antes que a antiga passe.
promises-at-risk-empty-title = Nada em risco
promises-at-risk-empty = Assim que alguém prevê que uma promessa será cumprida depois do prazo, ela aparece aqui, a pior para o cliente primeiro, com o que dizer.
promises-kept = Cumpridas
promises-kept-of = cumpridas / vencidas
promises-kept-sample = { $kept } de { $due }
promises-kept-empty-title = Nada venceu nesse período
promises-kept-empty = Escolha outro período ou tipo. O que conta é o prazo que o cliente ouviu primeiro.
promises-by-kind = Por tipo
promises-missed = Não cumpridas no prazo
promises-missed-why = Por que conta assim
promises-missed-none = Nenhuma.
promises-empty-title = Nenhuma promessa ainda
promises-empty = Uma promessa diz o que o cliente ouviu, quem cumpre e até quando. É verificada antes de ser feita e vigiada até terminar. Faça a primeira aqui, ou deixe que os pedidos façam as suas.
promises-none-title = Nada assim
promises-none = Nenhuma promessa corresponde a estes filtros.
promises-owed = O que devemos a eles
promises-none-owed = Nada é devido no momento.
promise-column-due = Prazo
promise-column-promise = Promessa
promise-column-customer = Cliente
promise-column-kind = Tipo
promise-column-owner = Responsável
promise-column-sphere = Esfera
promise-column-state = Situação
promise-covered-by = substituído por { $name }
promise-in-danger = em risco
promise-danger-text = Prevista para { $forecast }. O cliente deve ser informado até { $tell_by }.
promise-overridden = contra a verificação
promise-overridden-text = { $who } prometeu contra a verificação: { $reason }
promise-first-due = Primeiro prazo
promise-owner = Responsável
promise-answers-now = Responde por ela agora
promise-told = Cliente informado
promise-untold = ainda não informado
promise-ended = Terminou
promise-ended-recorded = Registrado
promise-ending = Como
promise-standing = Situação
promise-basis = Em que se baseia
promise-due-unknown = Não se sabe: o outro sistema diz apenas se foi cumprido
promise-basis-imported = Trazida de outro sistema como terminou lá
promise-maker = Feita por
promise-checked = Verificação
promise-checked-yes = verificada antes de ser feita
promise-checked-against = feita contra a verificação
promise-checked-free = este tipo não tem verificação; tem um responsável com nome
promise-checked-no = não havia verificação disponível
promise-chance = Chance quando foi feita
promise-chance-text = { $percent } % das últimas { $n } deste tipo foram cumpridas no prazo
promise-chance-thin = { $percent } % das últimas { $n } deste tipo foram cumpridas no prazo; são poucas para confiar
promise-chance-none = nada deste tipo venceu ainda
promise-follows = Fica no lugar de
promise-follows-link = a promessa não cumprida
promise-history = O que mudou
promise-history-at = Quando
promise-history-what = O quê
promise-history-before = Antes
promise-history-after = Depois
promise-history-why = Por quê
promise-history-by = Quem
promise-history-empty = Nada mudou.
promise-watch = O que a vigia fez
promise-watch-at = Quando
promise-watch-step = Passo
promise-watch-told = Avisados
promise-watch-empty = Nada ainda.
watch-step-warn = { $n } % do tempo usado
watch-step-due = venceu
watch-step-rung = avisou o próximo da linha
watch-step-tell = o cliente não foi informado a tempo
promise-expected = previsão
promise-harm-lost = é o que se perde se não for cumprida
promise-tell-by = Informar o cliente até
promise-tell-now = Informado; registrar o novo prazo
promise-left-minutes = { $n ->
    [one] em um minuto
   *[other] em { $n } minutos
}
promise-left-hours = { $n ->
    [one] em uma hora
   *[other] em { $n } horas
}
promise-left-days = { $n ->
    [one] em um dia
   *[other] em { $n } dias
}
promise-late-minutes = { $n ->
    [one] um minuto de atraso
   *[other] { $n } minutos de atraso
}
promise-late-hours = { $n ->
    [one] uma hora de atraso
   *[other] { $n } horas de atraso
}
promise-late-days = { $n ->
    [one] um dia de atraso
   *[other] { $n } dias de atraso
}
clarifications-title = Contradições
clarifications-about = Duas coisas foram ditas sobre um assunto. Um colega liga para o cliente e dá uma só resposta; vale a melhor para o cliente, se puder ser cumprida.
clarifications-empty-title = Ninguém ouviu duas coisas
clarifications-empty = Quando duas declarações a um cliente se contradizem e ambas já saíram, o esclarecimento fica aqui até o cliente ter uma só resposta.
clarification-column-answer-by = Ligar até
clarification-column-subject = Assunto
clarification-column-customer = Cliente
clarification-column-owner = Responsável
clarification-column-state = Situação
clarification-take-by = Assumir até
clarification-taken-at = Assumido
clarification-answered-at = Respondido
clarification-why = Por que não a melhor
clarification-said = O que foi dito
clarification-said-at = Quando
clarification-said-wording = Texto
clarification-said-by = Quem
clarification-said-channel = Canal
clarification-holds = vale
clarification-better = melhor para o cliente
policies-title = Avisos e escalonamento
policies-about = Quando a vigia avisa, e a quem, quando uma promessa venceu e não foi cumprida. O tempo é o tempo útil no local do cliente.
policy-column-kind = Tipo
policy-column-warn = Avisa em
policy-column-ladder = Depois de vencida
policy-column-change = Mudar
policy-default = de fábrica
policy-step = { $n ->
    [0] na hora: { $who }
    [one] depois de um minuto útil: { $who }
   *[other] depois de { $n } minutos úteis: { $who }
}

# Tipos de avisos
notice-topic-promise = Promessas

bulk-promise-owner = Passar a um colega
bulk-promise-mine-owner = Passar a um colega
