# O andar de cima: hoje, a página do cliente, o resumo antes do contato, busca, indicadores, a página do próprio cliente.

# Distâncias no tempo
desk-left-minutes = em { $n } min
desk-left-hours = em { $n } h
desk-left-days = em { $n ->
    [one] um dia
   *[other] { $n } dias
}
desk-late-minutes = { $n } min de atraso
desk-late-hours = { $n } h de atraso
desk-late-days = { $n ->
    [one] um dia de atraso
   *[other] { $n } dias de atraso
}
desk-due-today = hoje às { $time }

# Busca
search-title = Buscar
search-about = Tudo o que você pode ver, pelo começo das palavras. Maiúsculas e acentos não importam.
search-words = Palavras
search-kind = Tipo
search-column-label = Nome
search-column-hint = Mais
search-empty-title = O que você procura?
search-empty = Digite um cliente, um contato, uma cidade, o número de um pedido ou as palavras de uma promessa.
search-nothing-title = Nada encontrado
search-nothing = Nada do que você pode ver começa com essas palavras. Menos letras encontram mais.
search-more = Mostramos os primeiros { $n }. Mais palavras afinam a busca.
found-customer = Clientes
found-opportunity = Oportunidades
found-programme = Programas
found-order = Pedidos
found-quote = Propostas
found-visit = Visitas
found-complaint = Reclamações
found-installation = Instalações
found-service-contract = Contratos de serviço
found-promise = Promessas
found-clarification = Esclarecimentos
found-contact = Contatos
found-site = Locais
found-product = Produtos
found-mail-message = E-mails
found-training-course = Treinamentos
found-fact-sheet = Fichas técnicas
found-price-list = Tabelas de preços
found-service-plan = Planos de serviço
found-part-place = Locais de peças
found-person = Colegas

# Indicadores
figures-title = Indicadores
figures-about = Cada indicador é declarado uma única vez e contado a partir do que aconteceu. Nenhum aparece sem a sua amostra.
figures-empty-title = Ainda não há indicadores
figures-empty = Os indicadores aparecem aqui assim que houver o que contar.
figures-outcome = O que os clientes receberam
figures-experience = Como eles sentiram
figures-efficiency = O que isso nos custou
figures-unknown = não sabemos
figures-days = { $value } dias
figures-hours = { $value } h
figures-sample = n { $n }
figures-period = { $from } a { $to }
figures-period-label = Período
figures-to = Até
figures-how-counted = Como se conta
figures-definition = O que ele diz
figures-rows = As linhas por trás
figures-row = O quê
figures-side = Conta
figures-why = Por quê
figures-good = a favor
figures-bad = contra
figures-no-rows = Nada aconteceu neste período que pudesse ser contado.
figures-hidden-title = Algumas linhas não são nomeadas
figures-hidden = { $n ->
    [one] Uma linha entra na conta, mas é de um cliente fora do seu território.
   *[other] { $n } linhas entram na conta, mas são de clientes fora do seu território.
}
period-month = Um mês
period-quarter = Três meses
period-year = Doze meses
refusal-period-backward = fica antes do primeiro dia
refusal-period-too-long = fica mais de { $years } anos antes do último dia

# Urgência
urgency-late = Em atraso
urgency-today = Hoje
urgency-week = Nos próximos sete dias
urgency-later = Depois

# Hoje
today-title = Hoje
today-none-title = Nada espera por você
today-none = O que você deve aos clientes, o que precisa assinar e o que lhe disseram aparece aqui, seu e de quem você cobre. Comece por um cliente.
today-import = Trazer seus dados
today-promise = { $customer }: { $kind }
today-for = por { $owner }
today-acknowledge-by = Confirme que está com você até { $by }; depois disso, alguém acima fica sabendo.
today-acknowledge-was = Era para confirmar até { $by }; alguém acima já ficou sabendo.
today-more-urgent = { $n ->
    [one] Mais um aviso espera a sua palavra
   *[other] Mais { $n } avisos esperam a sua palavra
}
today-messages = Clientes escreveram
today-reviews = Revisões que esperam sua assinatura
today-sign-for = Você assina por
today-open-points = { $n ->
    [one] um ponto em aberto
   *[other] { $n } pontos em aberto
}
today-ready = tudo decidido
today-checkpoints = Datas a confirmar
today-tasks = Tarefas de revisões
today-task = Tarefa
today-order = Pedido
today-notices = Avisos para você

# A página do cliente
desk-stage-cycle = { $cycle ->
    [one] { $stage }, primeiro ciclo
    [2] { $stage }, segundo ciclo
    [3] { $stage }, terceiro ciclo
   *[other] { $stage }, { $cycle }º ciclo
}
desk-owns-sales = responde pela conta
desk-owns-service = responde pelo pós-venda
desk-backs-sales = reserva em vendas
desk-backs-service = reserva no pós-venda
desk-covered-by = ausente, { $cover } está com o trabalho
desk-owner-covered = { $owner }, agora { $cover }
desk-late = em atraso
desk-slips = vai atrasar
desk-untold = ainda não dito
desk-briefing = Resumo
desk-as-customer = Ver como o cliente vê
desk-owed = Devemos a eles
desk-owed-all = { $n ->
    [0] todas as promessas
    [one] uma no total
   *[other] { $n } no total
}
desk-owed-none-title = Nada devemos agora
desk-owed-none = Nenhuma promessa a este cliente está em aberto. O que alguém prometer aparece aqui na hora, para as duas esferas.
desk-no-sales-owner = Ninguém em vendas responde por este cliente
desk-no-service-owner = Ninguém no pós-venda responde por este cliente
desk-no-owner-text = Todo cliente tem um responsável nas duas esferas. Indique um ainda hoje.
desk-clarify-title = { $number }: foram ditas duas coisas sobre { $subject }
desk-clarify-take = { $owner } assume até { $by }. Ninguém mais responde ao cliente sobre isso.
desk-clarify-answer = { $owner } liga para o cliente até { $by }. Ninguém mais responde sobre isso.
desk-clarify-said = { $who }, { $at }: { $words }
desk-messages = O que eles escreveram
desk-answered-by = { $who }, { $at }
desk-contact-erased = apagado
desk-orders = Pedidos
desk-orders-none = Nenhum pedido ainda.
desk-order = Pedido
desk-told = Dito
desk-aimed = Interno: meta
desk-held-title = Suspenso durante a crise
desk-held-text = Ninguém vai lá para vender até que o cliente esteja bem atendido de novo.
desk-held = suspenso
desk-held-demo = Demonstração, { $when }
desk-held-task = { $task }, { $when }
desk-held-step = Próximo passo da venda, { $when }
desk-statements = Dito e valendo

# A linha do tempo

# Resumo antes do contato
briefing-title = Antes de falar: { $customer }
briefing-about = abrir fica anotado e torna seu próximo contato um contato informado
briefing-made-and-kept = prometido por { $author }, cumpre { $owner }
briefing-answers = As últimas respostas
briefing-answers-none-title = Nada foi dito ainda
briefing-answers-none = Registre seu contato depois, para que o próximo colega saiba o que você respondeu.
briefing-they-began = iniciativa deles
briefing-we-began = iniciativa nossa
briefing-stands = está valendo
caution-contradiction = Não responda o que está sendo esclarecido
caution-contradiction-text = { $n ->
    [one] Dois de nós disseram coisas diferentes sobre um assunto. Só o responsável responde.
   *[other] Coisas diferentes foram ditas sobre { $n } assuntos. Só os responsáveis respondem.
}
caution-late = Fale primeiro do que está em atraso
caution-late-text = { $n ->
    [one] Uma promessa a eles está em atraso.
   *[other] { $n } promessas a eles estão em atraso.
}
caution-at-risk = Não dê nenhuma data nova sem conferir
caution-at-risk-text = { $n ->
    [one] Do jeito que está, uma promessa não será cumprida.
   *[other] Do jeito que está, { $n } promessas não serão cumpridas.
}
caution-untold = Nem tudo o que prometemos foi dito
caution-untold-text = { $n ->
    [one] Uma promessa está registrada e ninguém contou a eles.
   *[other] { $n } promessas estão registradas e ninguém contou a eles.
}

# A página do próprio cliente
as-customer-title = Como { $customer } vê
portal-number = seu número conosco: { $number }
portal-zone = horários de { $zone }
portal-promised = Prometido a vocês
portal-promised-none = Nada em aberto. O que prometermos aparece aqui, com as palavras que vocês receberam.
portal-you-see-to = Fica com vocês
portal-you-see-to-all = { $n ->
    [one] um no total
   *[other] { $n } no total
}
portal-ended = Promessas encerradas há pouco
portal-wording = Promessa
portal-state = Como terminou
portal-quotes = O que oferecemos
portal-quote-what = Oferta
portal-quote-gross = Com impostos
portal-quote-until = responda até { $on }
portal-line-each = { $price } cada
portal-contract-open = O contrato inteiro e o que ele deu
portal-orders = Seus pedidos
portal-orders-none = Vocês ainda não têm pedidos conosco.
portal-order = Pedido { $number }
portal-lines = Itens do pedido
portal-ships = Embarque
portal-installs = Início da instalação
portal-shipped = embarcado
portal-confirmation-overdue = Ainda não confirmado
portal-next-confirmation = Confirmamos as datas de novo em
portal-ask-earlier = Dá para ser antes?
portal-for-buying = para tudo o que vocês compram
portal-for-using = para tudo o que vocês usam
portal-say = Pergunte, reclame, conte para nós
portal-messages = O que vocês escreveram
portal-answered = Respondido em { $at }
portal-unanswered = Recebemos; a resposta está a caminho.
portal-company = Como conhecemos vocês
portal-your-people = As pessoas de vocês
portal-kind-question = Pergunta
portal-kind-complaint = Reclamação
portal-kind-praise = Elogio
portal-kind-request = Pedido
field-portal-say-kind = O que é
field-portal-say-said = Com suas palavras
action-portal-say = Enviar
action-portal-say-done = Recebemos. As pessoas que cuidam de vocês já foram avisadas.
event-portal-say = escreveu para nós
action-portal-answer = Responder
action-portal-answer-done = O cliente vê a resposta na página dele.
event-portal-answer = respondeu ao cliente
event-portal-follow-merge = levou junto o que o cliente escreveu
field-portal-answer-answer = A resposta, como o cliente a recebe
field-message = Mensagem
refusal-portal-answered = Isto já foi respondido. Veja a resposta; outra palavra ao cliente é um contato à parte.
notice-portal-said = { $customer } escreveu na página deles: { $kind }
setting-portal-acknowledge-hours = Horas para assumir o que um cliente escreve

metric-uninformed-contacts = Contatos sem preparo
metric-uninformed-contacts-definition = Contatos com clientes no período antes dos quais o colega não abriu o resumo do cliente na última hora. A amostra são todos os contatos registrados.
metric-beside-unsettled-contacts = ainda sem definição
contact-informed = o resumo foi aberto antes
contact-uninformed = o resumo não foi aberto na hora anterior
contact-unsettled = ainda sem definição
portal-to-installations = Instalações: o que você prepara e aceita

# A primeira configuração
set-up-lead = Cada passo pode esperar: o que você deixar fica aberto, e você continua de onde parou.
set-up-ready-lead = Sua empresa está pronta. Agora, a primeira promessa.
set-up-steps = Passos da configuração
set-up-done = feito
set-up-ready = A primeira promessa
set-up-go-on = Continuar
set-up-later = Mais tarde
set-up-hours-text = Quando sua empresa trabalha. Prazos contados em horas úteis seguem este horário e não contam seus feriados. Informe os feriados deste ano e do próximo; feriado é uma data sem horário.
set-up-logo-text = Sua marca aparece na página de entrada e nas páginas abertas pelas cartas aos seus clientes. Pode ficar para depois.
set-up-logo-file = Imagem
set-up-logo-hint = PNG, JPEG ou WebP, até 256 KiB.
set-up-logo-alt = A marca da sua empresa
set-up-logo-away = Retirar a marca
set-up-territories-text = Um território diz de quem são os clientes que alguém vê sem dar motivo. Uma empresa em um só lugar precisa de um, ou de nenhum: um cliente sem território é aberto a todos que trabalham com clientes.
set-up-own-work-text = Um administrador cuida da casa e não deve nada aos clientes. Se você também vende, fabrica ou atende, dê a si mesmo esse papel: quem promete é quem cumpre.
set-up-promises = Você pode fazer promessas.
set-up-colleagues-text = Cadastre quem começa com você. Cada pessoa recebe uma carta com um link para definir a senha; o que ela pode fazer vem dos papéis. Vale começar pelo diretor comercial e pelo diretor de serviços: eles ficam sabendo do que os outros deixam parado.
set-up-add-colleague = Cadastrar e continuar aqui
set-up-first = Seu primeiro cliente
set-up-first-text = Cadastre um cliente a quem você deve algo. Em seguida, escreva o que deve e até quando; a partir daí isso é acompanhado.
set-up-first-customer = Cadastrar e fazer a promessa
set-up-customer-alone = Cadastrar o cliente
set-up-no-promises = Você ainda não pode fazer promessas.
set-up-no-promises-text = Dê a si mesmo um papel que possa, ou peça a um colega que tenha.
set-up-further = Mais
set-up-import = Trazer clientes, produtos e pedidos de planilhas
set-up-roles = Papéis próprios
set-up-map = Áreas da empresa
set-up-settings = Configurações
set-up-open = { $n ->
    [one] Um passo da configuração está aberto.
   *[other] { $n } passos da configuração estão abertos.
}

# Tipos de avisos
notice-topic-portal = O que clientes escrevem na página deles

# O que espera, agrupado
today-kind = { $kind }: { $n }
today-kind-more = { $n ->
    [one] Mais um
   *[other] Mais { $n }
}
today-notices-of-it = { $n } avisos
today-earlier = { $n ->
    [one] Um aviso anterior
   *[other] { $n } avisos anteriores
}
digest-due = VENCE HOJE OU ESTÁ ATRASADO
digest-due-visit = { $number } em { $customer }, { $at }: { $what }
digest-due-promise = { $number } para { $customer }, vence { $due }: { $wording }
digest-due-task = { $number }, vence { $due }: { $what }
digest-due-checkpoint = { $number } de { $customer }: confirme as datas até { $due }
digest-due-review = { $number } de { $customer } espera a sua assinatura
digest-due-answer = { $number }: o cliente espera uma resposta até { $due }
