# Papéis que vêm com o programa
role-sales-rep = Vendedor
role-sales-engineer = Engenheiro de vendas
role-account-manager = Gerente de contas
role-channel-agent = Representante comercial
role-head-of-sales = Diretor comercial
role-planner = Planejador
role-head-of-manufacturing = Diretor industrial
role-service-planner = Planejador de serviços
role-field-engineer = Técnico de campo
role-help-desk = Central de atendimento
role-head-of-service = Diretor de serviços
role-implementer = Implantador
role-trainer = Instrutor
role-compensation-administrator = Administrador de remuneração
role-executive = Diretoria
role-privacy-administrator = Encarregado de privacidade
role-administrator = Administrador
role-customer-contact = Contato do cliente

# O que um papel permite
permission-system-only = O próprio programa
permission-sign-in = Entrar
permission-own = Cuidar do que é seu
permission-people-read = Ver colegas e áreas
permission-people-manage = Cadastrar e alterar colegas
permission-role-manage = Definir papéis
permission-map-manage = Chavear áreas e publicar o mapa
permission-leave-manage = Lançar ausências de outros
permission-customer-read = Ver clientes
permission-customer-write = Cadastrar e alterar clientes
permission-customer-merge = Unir dois cadastros da mesma empresa
permission-team-assign = Definir os responsáveis pelos clientes
permission-territory-all = Ver todos os territórios
permission-catalog-read = Ver produtos e prazos
permission-catalog-manage = Alterar produtos e prazos
permission-asset-read = Ver a base instalada
permission-asset-write = Incluir, corrigir, mover e retirar unidades, registrar paradas
permission-acceptance-record = Registrar que um cliente aceitou uma unidade
permission-visit-read = Ver visitas e onde estão peças e chaves
permission-visit-plan = Planejar visitas: quem vai e quando
permission-visit-do = Realizar as próprias visitas
permission-part-take = Retirar peças de um local e devolvê-las
permission-part-manage = Definir locais de peças, chaves e mínimos
permission-capacity-read = Ver vagas de produção e equipes
permission-capacity-slots = Alterar vagas de produção
permission-capacity-crews = Alterar equipes
permission-pipeline-read = Ver o funil
permission-pipeline-write = Perseguir oportunidades, planejar demonstrações
permission-pipeline-manage = Definir as etapas, ver o que está parado com todos
permission-demo-release = Liberar um técnico de uma demonstração para um chamado
permission-order-read = Ver pedidos com as datas internas
permission-order-write = Lançar e alterar pedidos
permission-order-commit = Comprometer datas com clientes
permission-order-plan = Definir metas internas
permission-order-release = Liberar pedidos para a fábrica
permission-review-write = Participar das análises
permission-review-sign-sales = Assinar por vendas
permission-review-sign-manufacturing = Assinar pela fábrica
permission-review-sign-service = Assinar por serviços
permission-contract-read = Ver contratos de serviço e coberturas
permission-contract-write = Decidir ofertas de serviço, vender e renovar contratos
permission-contract-approve = Aprovar “não ofertado”, estender a janela de venda, encerrar contratos, orientar
permission-case-read = Ver chamados
permission-case-open = Atender chamadas
permission-case-write = Trabalhar em chamados
permission-case-manage = Definir planos de comunicação e palavras combinadas
permission-crisis-release = Liberar algo necessário numa crise
permission-delivery-read = Ver instalações, treinamentos e o que foi entregue
permission-delivery-write = Fazer etapas de instalações, treinar, anotar entregas
permission-delivery-plan = Escrever modelos, planejar e mudar instalações
permission-quote-read = Ver propostas
permission-quote-write = Escrever, enviar e responder propostas
permission-quote-discount-head = Dar descontos até o limite do diretor de vendas
permission-quote-discount-company = Dar descontos até o limite da empresa
permission-price-manage = Alterar listas de preços
permission-fact-sheet-manage = Alterar o que se pode dizer dos produtos
permission-promise-read = Ver promessas
permission-promise-make = Fazer promessas
permission-promise-keep = Registrar como as promessas terminaram
permission-promise-override-manufacturing = Prometer contra a verificação: fábrica
permission-promise-override-service = Prometer contra a verificação: serviços
permission-promise-override-sales = Prometer contra a verificação: vendas
permission-statement-make = Registrar o que foi dito
permission-watch-manage = Agir sobre o que colegas devem
permission-value-read = Ver perfis de valor, planos de serviço e afirmações
permission-value-write = Escrever perfis de valor
permission-plan-manage = Escrever e publicar planos de serviço
permission-claim-manage = Cuidar da biblioteca de afirmações
permission-feedback-read = Ver pesquisas, reclamações, observações e o que espera resposta
permission-feedback-write = Registrar e responder o que clientes disseram, anotar observações
permission-feedback-approve = Aprovar reparações, encerrar reclamação sem a palavra do cliente
permission-improvement-manage = Conduzir análises de falhas e responder pelo que delas resulta
permission-metric-read = Ver indicadores
permission-import-run = Importar
permission-export-run = Exportar
permission-settings-manage = Alterar configurações
permission-webhook-manage = Avisar programas de fora do que acontece
permission-audit-read = Ver a trilha de auditoria
permission-privacy-administer = Tratar privacidade e registro de leituras
permission-pay-administer = Ver a remuneração de todos
permission-portal-read = Ler como cliente
permission-portal-write = Escrever como cliente
permission-portal-preview = Ver com os olhos do cliente

# Palavras guardadas
person-state-active = ativo
person-state-leaving = de saída
person-state-disabled = desligado
leave-state-planned = planejada
leave-state-cancelled = cancelada
density-comfortable = Confortável
density-compact = Compacta
mail-wish-all = Todos os avisos
mail-wish-urgent = O que exige confirmação
mail-wish-none = Nenhum
login-kind-person = Colega
login-kind-contact = Contato do cliente
choice-kind-person = Colega
choice-kind-area = Área
choice-kind-role = Papel
choice-kind-territory = Território
choice-kind-calendar = Calendário

# Configurações
setting-session-idle-hours = Horas sem uso após as quais a sessão termina
setting-session-days = Dias após os quais a sessão termina em qualquer caso
setting-token-days = Máximo de dias de validade de uma chave de acesso
setting-invitation-hours = Horas em que um convite pode ser usado
setting-map-distant-days = Dias sem cliente após os quais uma área está distante
setting-kind-whole = número inteiro
setting-kind-decimal = decimal
setting-kind-amount = valor
setting-kind-flag = sim ou não
setting-kind-choice = escolha
setting-kind-steps = números crescentes

# Avisos e cartas
notice-leave-cover = Você substitui { $person } de { $from } até { $until }.
notice-leave-ended = A ausência de { $person } de { $from } até { $until } foi cancelada ou terminou; o trabalho volta para essa pessoa.
notice-escalated = { $person } não confirmou: { $matter }
letter-invitation = { $company } convida você para o Accord
letter-invitation-body =
    Você já pode entrar no Accord da { $company }. Defina sua senha por este link; ele funciona uma única vez, até { $until }.

    { $link }
letter-reset = Sua senha do Accord
letter-reset-body =
    Alguém, provavelmente você, pediu uma nova senha para o Accord da { $company }. Defina-a por este link; ele funciona uma única vez, até { $until }. Se não foi você, não faça nada: sua senha continua a mesma.

    { $link }

# Ações
action-company-set-up = Configurar a empresa
action-company-set-up-done = A empresa está configurada.
event-company-set-up = configurou a empresa
action-company-change = Alterar a empresa
action-company-change-done = A empresa foi alterada.
event-company-change = alterou a empresa
action-settings-set = Alterar uma configuração
action-settings-set-done = A configuração foi alterada.
event-settings-set = alterou uma configuração
action-calendar-define = Definir um calendário
action-calendar-define-done = O calendário foi definido.
event-calendar-define = definiu um calendário
action-calendar-change = Alterar um calendário
action-calendar-change-done = O calendário foi alterado.
event-calendar-change = alterou um calendário
action-territory-enter = Cadastrar um território
action-territory-enter-done = O território foi cadastrado.
event-territory-enter = cadastrou um território
action-territory-change = Alterar um território
action-territory-change-done = O território foi alterado.
event-territory-change = alterou um território
action-area-enter = Cadastrar uma área
action-area-enter-done = A área foi cadastrada.
event-area-enter = cadastrou uma área
action-area-change = Alterar uma área
action-area-change-done = A área foi alterada.
event-area-change = alterou uma área
action-area-key = Chavear a área em uma esfera
action-area-key-done = A área foi chaveada.
event-area-key = chaveou uma área em uma esfera
action-map-publish = Publicar o mapa
action-map-publish-done = O mapa foi publicado.
event-map-publish = publicou o mapa
action-people-enter = Cadastrar um colega
action-people-enter-done = O colega foi cadastrado.
event-people-enter = cadastrou um colega
action-people-change = Alterar um colega
action-people-change-done = O colega foi alterado.
event-people-change = alterou um colega
action-people-preferences = Definir minhas telas e cartas
action-people-preferences-done = Suas preferências foram guardadas.
event-people-preferences = definiu suas telas e cartas
action-people-mark-leaving = Marcar como de saída
action-people-mark-leaving-done = Está anotado.
event-people-mark-leaving = anotou se um colega está de saída
action-people-disable = Desligar
action-people-disable-done = O acesso foi encerrado.
event-people-disable = desligou um colega
action-people-enable = Readmitir
action-people-enable-done = O colega está de volta. Convide-o a definir uma senha.
event-people-enable = readmitiu um colega
action-people-assign-role = Dar um papel
action-people-assign-role-done = O papel foi dado.
event-people-assign-role = deu um papel
action-people-unassign-role = Retirar um papel
action-people-unassign-role-done = O papel foi retirado.
event-people-unassign-role = retirou um papel
action-people-set-post = Dar um posto
action-people-set-post-done = O posto foi dado.
event-people-set-post = deu um posto
action-people-drop-post = Retirar um posto
action-people-drop-post-done = O posto foi retirado.
event-people-drop-post = retirou um posto
action-people-set-territories = Definir os territórios
action-people-set-territories-done = Os territórios foram definidos.
event-people-set-territories = definiu os territórios
action-people-invite = Convidar a entrar
action-people-invite-done = O convite está a caminho.
event-people-invite = convidou um colega a entrar
action-role-define = Definir um papel
action-role-define-done = O papel foi definido.
event-role-define = definiu um papel
action-role-change = Alterar um papel
action-role-change-done = O papel foi alterado.
event-role-change = alterou um papel
action-leave-plan = Planejar ausência
action-leave-plan-done = A ausência está planejada; o substituto foi avisado.
event-leave-plan = planejou uma ausência
action-leave-cancel = Cancelar a ausência
action-leave-cancel-done = A ausência foi cancelada.
event-leave-cancel = cancelou uma ausência
action-session-open = Entrar
action-session-open-done = Você entrou.
event-session-open = entrou
action-session-note-failure = Anotar uma entrada que falhou
action-session-note-failure-done = Está anotado.
event-session-note-failure = a entrada falhou muitas vezes
action-session-end = Encerrar a sessão
action-session-end-done = A sessão foi encerrada.
event-session-end = encerrou uma sessão
action-session-end-all = Sair de todos os outros lugares
action-session-end-all-done = Você saiu de todos os outros lugares.
event-session-end-all = encerrou as outras sessões
action-password-set = Definir a senha
action-password-set-done = A senha foi definida.
event-password-set = a senha foi definida
action-password-ask-reset = Pedir uma nova senha
action-password-ask-reset-done = Se o endereço for conhecido, uma carta está a caminho.
event-password-ask-reset = pediu uma nova senha
action-token-make = Criar uma chave de acesso
action-token-make-done = A chave foi criada.
event-token-make = criou uma chave de acesso
action-token-revoke = Revogar a chave
action-token-revoke-done = A chave foi revogada.
event-token-revoke = revogou uma chave de acesso
action-notice-read = Marcar como lido
action-notice-read-done = Marcado como lido.
event-notice-read = leu avisos
action-notice-acknowledge = Confirmar
action-notice-acknowledge-done = Confirmado.
event-notice-acknowledge = confirmou um aviso
action-notice-escalate = Avisar os superiores
action-notice-escalate-done = Os superiores foram avisados.
event-notice-escalate = ninguém confirmou; os superiores foram avisados

# Campos
field-home-zone = Fuso da sede
field-value = Valor
field-effective-from = Vale a partir de
field-monday = Segunda-feira
field-tuesday = Terça-feira
field-wednesday = Quarta-feira
field-thursday = Quinta-feira
field-friday = Sexta-feira
field-saturday = Sábado
field-sunday = Domingo
hint-calendar-define-monday = por exemplo 08:00-12:00, 13:00-17:00; vazio é fechado
hint-calendar-change-monday = por exemplo 08:00-12:00, 13:00-17:00; vazio é fechado
field-calendar-define-week = Horário da semana
field-calendar-change-week = Horário da semana
field-exceptions = Feriados e outras datas
field-calendar-define-date = Data
field-calendar-define-hours = Horário, por exemplo 08:00-12:00; vazio é feriado
field-calendar-change-hours = Horário, por exemplo 08:00-12:00; vazio é feriado
field-calendar-change-date = Data
field-area = Área
field-serves-sphere = Serve a promessa de
field-helps = Como ajuda o cliente a comprar ou a usar bem
field-metric = Indicador do cliente
field-roles = Papéis
field-role = Papel
field-posts = Postos
field-home = Principal
field-territories = Territórios
field-leaving = Está de saída
field-theme = Cores
field-density = Densidade
field-mail-wish = Também por e-mail
field-quiet-from = Sem cartas a partir das
field-quiet-until = … até
field-label = Nome para as pessoas
field-role-define-name = Palavra fixa
field-permissions = Permite
field-leave = Ausência
field-cover = Substituto
field-leave-plan-note = O que o substituto deve saber
field-session = Sessão
field-token = Chave
field-expires-at = Termina
field-token-make-label = Para que serve
field-notice = Aviso
field-notices = Avisos

# Recusas
refusal-field-zone = não é um fuso horário da lista IANA
refusal-field-name-taken = já está em uso
refusal-company-none = A empresa ainda não está configurada.
refusal-company-exists = A empresa já está configurada.
refusal-calendar-hours = não é uma lista de horários como 08:00-12:00, 13:00-17:00
refusal-calendar-hours-order = termina antes de começar; uma noite são duas faixas, até 24:00 e a partir de 00:00
refusal-calendar-overlap = tem horários que se sobrepõem
refusal-calendar-no-hours = precisa ter algum horário de trabalho
refusal-area-one-key = precisa de exatamente uma chave: a esfera a que pertence ou a esfera cuja promessa serve
refusal-map-empty = Ainda não há áreas.
refusal-map-unkeyed = { $n ->
    [one] Uma área está sem chave de esfera
   *[other] { $n } áreas estão sem chave de esfera
}: { $areas }. O mapa espera por isso.
possible-key-area = Chaveie agora.
refusal-people-not-active = { $person } está de saída ou foi desligado; escolha outra pessoa.
refusal-people-disabled = Este colega já foi desligado.
refusal-people-enabled = Este colega já está ativo.
refusal-people-own-end = Você não pode desligar a si mesmo; peça a outro administrador.
refusal-people-last-administrator = Este é o último administrador. Dê o papel a outra pessoa antes.
refusal-people-hands-over-first = Ainda em seu nome, { $n ->
    [one] uma pendência
   *[other] { $n } pendências
}: { $things }. Quem sai passa tudo adiante antes.
possible-hand-over = Passe tudo adiante e depois desligue.
refusal-people-email-taken = já é o endereço de alguém
refusal-people-quiet-both = precisa dos dois horários
refusal-people-no-address = Não há e-mail com que entrar. Cadastre um antes.
refusal-role-not-given = Este papel não é dado a colegas.
refusal-role-own = Ninguém altera os próprios papéis. Peça a quem pode definir papéis.
refusal-role-permission-never = não pode fazer parte deste papel ({ $permission })
refusal-role-ring = voltaria ao próprio papel
refusal-role-administrator = O papel de administrador precisa continuar a cuidar de pessoas e papéis.
refusal-role-held = { $n ->
    [one] Um colega tem
   *[other] { $n } colegas têm
} este papel. Retire-o antes.
refusal-leave-empty = deve ser depois do início
refusal-leave-own-cover = deve ser outra pessoa
refusal-leave-cover-gone = está de saída ou foi desligado
refusal-leave-overlaps = coincide com outra ausência da mesma pessoa
refusal-leave-cover-away = estará ausente nesse período
refusal-leave-over = Esta ausência já terminou ou foi cancelada.
refusal-sign-in-wrong = Endereço ou senha incorretos.
refusal-sign-in-too-often = Tentativas demais. Tente de novo em { $minutes ->
    [one] um minuto
   *[other] { $minutes } minutos
}.
refusal-password-short = deve ter pelo menos { $min } caracteres
refusal-password-proof = A senha atual não está correta.
refusal-token-by-token = Uma chave não pode fazer isto. Entre com sua senha.
refusal-token-beyond = é mais do que você mesmo pode ({ $permission })
refusal-token-too-long = termina mais de { $days } dias a partir de agora
refusal-mail-server = O endereço do servidor de e-mail não pode ser lido.
refusal-mail-answers = O lugar onde chegam as respostas precisa ser um endereço, curto o bastante para a nossa marca.
refusal-mail-from = O endereço do remetente não pode ser lido.
refusal-mail-letter = Uma carta não pôde ser escrita.

# Telas
people-title = Colegas
people-about = Quem trabalha aqui, em que áreas e papéis, e quem substitui quem.
people-find = Nome, cargo, endereço, telefone
people-here = Na empresa
people-name = Nome
people-area = Área
people-sphere = Esfera
people-role = Papel
people-roles = Papéis
people-posts = Postos
people-state = Situação
people-act = Fazer
people-none = Ninguém encontrado
people-none-text = Mude os filtros ou cadastre um colega. Cada pessoa tem um único cadastro, quantos postos tiver.
people-away = ausente, { $cover } substitui
people-leaving-title = De saída.
people-leaving-text = Nada de novo lhe é dado; o que está em seu nome passa adiante antes do desligamento.
people-stays = Continua na empresa
people-card = Cartão
people-calendar = Calendário de trabalho
people-no-posts = Ainda sem posto: dê um, para que o mapa mostre a quem serve.
people-no-roles = Ainda sem papel: pode entrar, mas nada fazer.
people-no-territories = Sem território: vê só os próprios clientes, ou por motivo declarado.
map-title = Mapa
map-about = Cada área da empresa, chaveada na esfera cuja promessa cumpre.
map-none = Ainda não há áreas
map-none-text = Cadastre as áreas, equipes e postos da empresa e chaveie cada um em uma das duas esferas; depois publique o mapa.
map-never = Ainda não publicado
map-published = Publicado em { $at } por { $by }
map-changed = alterado desde então
map-unkeyed = Sem chave
map-unkeyed-title = O mapa não pode ser publicado.
map-unkeyed-text = Sem chave de esfera: { $areas }.
map-distant-title = Distante do cliente.
map-distant-text = Sem contato com cliente e sem indicador de cliente em { $days } dias: { $areas }.
map-distant = distante do cliente
map-serving = A serviço desta esfera
map-half-empty = Nenhuma área ainda.
map-people = { $n ->
    [one] uma pessoa
   *[other] { $n } pessoas
}
roles-title = Papéis
roles-about = O que cada função pode fazer. Os papéis são dados; as permissões são fixas.
roles-allows = { $n ->
    [one] uma permissão
   *[other] { $n } permissões
}
roles-holders = { $n ->
    [one] uma pessoa
   *[other] { $n } pessoas
}
roles-held = Com
roles-above = Se ficar parado, vai para
roles-archived = não é mais dado
leave-title = Ausências
leave-about = Quem está ausente. O substituto tem tudo da pessoa nesse período; depois volta sozinho.
leave-none = Ninguém está ausente
leave-none-own = Nenhuma ausência planejada
leave-none-text = Planeje uma ausência e diga quem substitui: o substituto vê o que vence e é avisado do que acontece.
leave-now = ausente agora
settings-title = Configurações
settings-about = Cada número que uma regra usa, desde que dia vale, e quem o definiu e por quê.
settings-default = (sem configuração: { $value })
settings-setting = Configuração
settings-heading = Sobre
settings-between = De { $from } a { $to }.
settings-between-amounts = Na moeda da empresa, de { $from } a { $to }.
settings-steps = Números inteiros de { $from } a { $to }, cada um maior que o anterior: 30, 60, 90.
settings-history = Histórico
settings-set = Definido por
settings-company = Empresa
settings-calendars = Calendários de trabalho
settings-exceptions = { $n ->
    [one] uma data diferente
   *[other] { $n } datas diferentes
}
settings-no-territories = Ainda sem territórios: todos veem todos os clientes.
notices-title = Avisos
notices-about = { $n ->
    [0] Tudo lido.
    [one] Um não lido.
   *[other] { $n } não lidos.
}
notices-all = Todos
notices-unread = Não lidos
notices-what = O quê
notices-when = Quando
notices-none = Nada a avisar
notices-none-text = O que outros fazem e diz respeito a você aparece aqui; o que exige confirmação fica em destaque.
notices-acknowledge-by = confirmar até { $at }
notices-escalated = foi aos superiores
notices-covered = por { $person }
me-must-change = Sua senha foi criada por outra pessoa.
me-must-change-text = Defina uma que só você conheça.
me-wishes = Minhas telas e cartas
me-sessions = Onde estou conectado
me-device = Dispositivo
me-last-seen = Último uso
me-present = aqui
me-no-sessions = Nenhuma sessão.
me-tokens = Chaves de acesso
me-no-tokens = Nenhuma chave. Uma chave deixa um programa agir por você, com menos do que você pode e com prazo.
me-token-over = encerrada

# A primeira configuração
set-up-step-hours = Horário de trabalho
set-up-step-logo = Sua marca
set-up-step-territories = Territórios
set-up-step-own-work = Seu próprio trabalho
set-up-step-colleagues = Colegas
set-up-title = Configure sua empresa
set-up-intro = Duas coisas para começar: você, que cuida do Accord a partir de agora, e sua empresa. Tudo pode ser alterado depois, menos a moeda.
set-up-you = Você, o primeiro administrador
set-up-your-company = Sua empresa
set-up-name = Seu nome
set-up-password = Senha
set-up-password-hint = Pelo menos 12 caracteres; uma frase serve bem.
set-up-company = Nome da empresa
set-up-zone-hint = Onde fica a sede da empresa. Cada pessoa e cada unidade de cliente pode ter outro.
set-up-currency-hint = Dos seus livros. Clientes podem ter outras.
set-up-choose = Escolha
set-up-submit = Começar
set-up-calendar = Horário de trabalho
set-up-demo = Quer conhecer antes?
set-up-demo-text = O mesmo programa tem uma empresa de exemplo com suas histórias. Ela fica em uma pasta própria, e nada dela se mistura com seus dados. Inicie na máquina com:
action-company-settle-step = Ir para o próximo passo
action-company-settle-step-done = Está anotado.
event-company-settle-step = passou por um passo da configuração
action-company-set-logo = Definir a marca da empresa
action-company-set-logo-done = A marca foi definida.
event-company-set-logo = definiu a marca da empresa
field-step = Passo
field-image = Imagem (base64)
field-invite = Enviar já um convite por e-mail
refusal-logo-too-large = não pode ter mais de { $max } KiB
refusal-logo-kind = precisa ser uma imagem: PNG, JPEG ou WebP
settings-logo = A marca da empresa

# Papéis próprios da empresa
field-escalates-to = O que ficar parado vai para
refusal-role-keys = Esta pessoa tem chaves da casa que você não tem. Peça a um administrador.
refusal-role-beyond = Ninguém dá mais do que tem. Você não pode: { $permission }. Um administrador pode.
roles-own = nosso
roles-seeded = veio com o Accord
roles-as-base = Fazer um como este
roles-grants = Quem tem este papel pode o que está aqui. O que não está é recusado.
roles-grants-nothing = Este papel não permite nada.
roles-reads = Ver
roles-nobody = Ninguém o tem.
roles-change = Alterar
roles-change-text = Uma alteração vale para todos que têm o papel a partir da próxima ação.
roles-base = Começar com
roles-base-none = Nada marcado
roles-base-take = Usar estes
roles-new-about = Um papel é um nome e o que ele permite.
roles-deny-title = O que não está marcado é recusado.
roles-deny = Todos cuidam de suas páginas, ausências e avisos sem papel algum. Você não pode marcar mais do que pode fazer, a menos que seja administrador.
permission-group-customer = Clientes
permission-group-promise = Promessas
permission-group-pipeline = Prospecção
permission-group-offer = Propostas
permission-group-order = Pedidos e revisões
permission-group-capacity = Capacidade
permission-group-catalog = Produtos e preços
permission-group-value = Valor, planos e afirmações
permission-group-contract = Contratos de serviço
permission-group-delivery = Instalação e treinamento
permission-group-asset = Base instalada
permission-group-visit = Visitas e peças
permission-group-case = Chamados
permission-group-feedback = O que os clientes disseram
permission-group-people = Colegas e papéis
permission-group-house = A casa e seus números
permission-group-portal = Páginas dos clientes
permission-group-self = A própria pessoa

# O caminho de volta
action-password-send-reset = Enviar um link para nova senha
action-password-send-reset-done = A carta está escrita.
event-password-send-reset = foi enviado um link para nova senha
action-people-recover = Tornar alguém administrador de novo
action-people-recover-done = A pessoa é administradora.
event-people-recover = tornou alguém administrador pela linha de comando
notice-recovered = { $person } passou a ser administrador pela linha de comando, com senha nova.
refusal-recover-contact = Este endereço é de um contato de cliente. Escolha outro.

# Como a pessoa é avisada
notice-topic-leave = Ausências e substituições
notice-topic-house = Administradores e acesso
notice-topic-other = Outros assuntos
told-by-page = Só na tela
told-by-mail = E-mail na hora
told-by-digest = Resumo diário
told-by-off = Desligado
digest-wish-daily = Todo dia em que houver algo
digest-wish-none = Nenhum
days-off-quiet = Em silêncio: as cartas esperam o início do expediente
days-off-as-others = Como os outros dias
field-notice-choose-channel = Avisar por
field-topic = Tipo
field-days-off = Dias de folga
field-digest = Resumo diário
field-digest-at = … às
hint-digest-at = Um horário no seu fuso, como 07:00
hint-notice-choose-channel = O que exige confirmação chega mesmo com o resto desligado. Deixe vazio para seguir o padrão da casa.
action-notice-choose = Escolher como ser avisado
action-notice-choose-done = Escolhido.
event-notice-choose = escolheu como ser avisado
action-notice-acknowledge-all = Já cuido de tudo
action-notice-acknowledge-all-done = Confirmado.
event-notice-acknowledge-all = vários avisos confirmados
action-notice-tell-held = Avisar o que esperou o fim do silêncio
action-notice-tell-held-done = Avisado.
event-notice-tell-held = avisado o que esperou o fim do silêncio
action-notice-digest = Escrever um resumo diário
action-notice-digest-done = Escrito.
event-notice-digest = um resumo diário foi escrito
refusal-notice-not-off = não pode ser desligado: alguém sempre precisa saber
telling-title = Como sou avisado
telling-about = Quais avisos chegam por onde, quando você quer silêncio, e o seu resumo diário.
telling-topics = Por tipo
telling-topics-about = Tudo fica na tela de avisos, a não ser que você desligue o tipo. O que exige confirmação é avisado sempre, pois vai aos superiores quando ninguém confirma.
telling-topic = Tipo
telling-must = O que exige confirmação
telling-rest = O resto
telling-chosen = escolha sua
telling-when = Quando
telling-quiet-about = No silêncio as cartas esperam e chegam juntas quando ele acaba. O que precisa ser confirmado antes disso passa, e diz por quê.
telling-next-digest = Seu próximo resumo:
me-telling = Como sou avisado
letter-held-line = { $at }: { $text }
told-and-earlier = { $n ->
    [one] { $text } (e mais um aviso anterior sobre isto)
   *[other] { $text } (e mais { $n } avisos anteriores sobre isto)
}
letter-more-lines = … e mais { $n }. Estão no Accord.
digest-waiting = ESPERA A SUA PALAVRA
digest-changed = NOVO DESDE O ÚLTIMO RESUMO

# Operação: o que não saiu, o que falhou
permission-operation-manage = Ver o que não saiu ou falhou e pôr em marcha de novo
operation-title = Não entregues e falhas
operation-about = Cartas que não saíram e passos planejados que falharam: por quê, quando serão tentados de novo, e como fazer isso agora.
operation-letters = Cartas
operation-letter = Para
operation-no-letters = Todas as cartas saíram
operation-no-letters-text = Uma carta que o servidor de e-mail recusa ou adia aparece aqui com o motivo.
operation-plans = Passos planejados
operation-plan = O quê
operation-no-plans = Nada falhou
operation-no-plans-text = Um lembrete, um escalonamento ou outro passo planejado que não pôde ser feito aparece aqui.
operation-since = Desde
operation-stand = Por quê
operation-next = Nova tentativa
operation-attempts = { $n ->
    [one] tentado uma vez
   *[other] tentado { $n } vezes
}
operation-dead = Endereços que não levam a ninguém
operation-dead-text = O servidor de e-mail recusou estes em definitivo. Corrija o endereço do colega ou contato e mande tentar a carta de novo, ou escreva outra.
stand-tried-again = Será tentado de novo
stand-held = Retido
stand-given-up = Desistiu
letter-error-refused = O servidor de e-mail recusou em definitivo.
letter-error-later = O servidor de e-mail adiou.
letter-error-timeout = O servidor de e-mail não respondeu a tempo.
letter-error-connection = O servidor de e-mail não pôde ser alcançado.
letter-error-folder = A pasta das cartas não pôde ser gravada.
letter-error-letter = A carta ou o endereço está malformado.
letter-error-held = Uma regra retém, como um cliente em crise. Sai quando a regra não se opuser mais.
action-operation-letter-again = Tentar agora
action-operation-letter-again-done = Será tentado em segundos.
event-operation-letter-again = mandou tentar uma carta de novo
action-operation-plan-again = Tentar agora
action-operation-plan-again-done = Será tentado em segundos.
event-operation-plan-again = mandou tentar um passo planejado de novo
field-letter = Carta
field-operation-plan-again-plan = Plano
person-state-erased = Esquecido
action-people-erase = Esquecer este colega
action-people-erase-done = Esquecido
event-people-erase = um colega que tinha saído foi esquecido
refusal-people-erased = Já foi esquecido antes
refusal-people-leaves-first = { $person } ainda trabalha aqui. Quem vai ser esquecido primeiro sai e passa adiante o que tem

# O acesso da própria empresa
action-sso-begin = Começar um acesso pelo provedor da empresa
action-sso-begin-done = Começado.
event-sso-begin = um acesso pelo provedor começou
action-sso-take = Receber um acesso que voltou
action-sso-take-done = Recebido.
event-sso-take = um acesso voltou
action-sso-enter = Deixar um colega entrar pelo provedor da empresa
action-sso-enter-done = Entrou.
event-sso-enter = entrou pelo provedor da empresa
action-sso-bind = Ligar uma conta do acesso da empresa
action-sso-bind-done = A conta abre a casa para o colega.
event-sso-bind = uma conta do acesso da empresa foi ligada
action-sso-unbind = Desligar a conta do acesso da empresa
action-sso-unbind-done = Ela não abre mais nada.
event-sso-unbind = a conta do acesso da empresa foi desligada
field-issuer = Emissor
field-sso-bind-subject = Identificador
hint-issuer = Exatamente como está no arquivo do operador, como https://id.example.com/realms/works
hint-sso-bind-subject = O nome da conta que nunca muda (sub), não um endereço
people-sso = Conta do acesso da empresa
people-sso-none = Nenhuma está ligada. Um convite liga, ou você aqui.
people-sso-last = usada por último em { $at }

digest-things = { $n ->
    [one] um assunto para você
   *[other] { $n } assuntos para você
}
held-several = { $n } avisos do seu horário de silêncio

# Cartas
letter-invitation-about = Convite a um colega
letter-reset-about = Nova senha, pedida por quem entra no sistema
letter-notice = { $text }
letter-notice-body =
    { $text }

    { $link }
letter-notice-about = Um aviso, na hora
letter-through-quiet = { $text }
letter-through-quiet-body =
    { $text }

    Isto chega no seu horário de silêncio porque a sua confirmação é pedida até { $by }.

    { $link }
letter-through-quiet-about = Um aviso que não pode esperar o fim do horário de silêncio
letter-held = { $matter }
letter-held-body =
    Isto esperou o fim do seu horário de silêncio. Os horários dizem quando aconteceu.

    { $lines }

    --
    Como e quando você é avisado é escolha sua:
    { $choose }
letter-held-about = O que esperou o fim do horário de silêncio
letter-digest = { $today }: { $things }
letter-digest-body =
    { $reader }, isto é o que o seu dia traz no Accord.

    { $lines }

    --
    Como e quando você é avisado é escolha sua:
    { $choose }
letter-digest-about = Resumo diário
letter-to-colleague = um colega
letter-to-anyone = um colega ou um contato de cliente
letter-to-customer = um contato de cliente
letter-stand-ours = como veio
letter-stand-own = texto próprio
letter-stand-ours-changed = texto próprio; o original mudou
letter-stand-unfit = o texto próprio não pode ser enviado
letter-example-name = Clara Nunes
letter-example-person = Daniel Prado
letter-example-site = Planta Norte, portaria 2
letter-example-purpose = inspeção anual da prensa
letter-example-title = Linha de prensas para a planta Norte
letter-example-about = o reparo da sua prensa
letter-example-words = A válvula de reposição saiu hoje cedo do nosso estoque e chega amanhã. Até lá a prensa pode operar à metade da velocidade.
letter-example-text = A promessa PR-2026-0118 à Moinhos do Norte vence amanhã: diga que está em andamento.
letter-example-matter = 3 avisos do seu horário de silêncio
letter-example-things = 2 coisas para você
letter-example-lines =
    - A visita VIS-2026-0087 ainda não tem horário.

    - A proposta QU-2026-0031 foi aceita pelo cliente.
letter-place-company = O nome da nossa empresa
letter-place-link = O link, sozinho ou dentro de uma frase
letter-place-until = Até quando pode ser usado ou respondido
letter-place-name = O nome de quem lê
letter-place-number = O número do chamado, da visita ou da proposta
letter-place-words = O que um colega escreveu ao cliente
letter-place-next = Quando o cliente terá notícia de novo
letter-place-owner = O colega que cuida do assunto
letter-place-person = O colega que vem
letter-place-site = O local do cliente
letter-place-at = Quando vêm, no horário do local
letter-place-before = Quando viriam antes
letter-place-purpose = O motivo da vinda
letter-place-title = O título da proposta
letter-place-about = O trabalho que terminou
letter-place-text = O aviso em palavras; o assunto leva a primeira linha
letter-place-by = Até quando se espera a resposta de quem lê
letter-place-matter = O único aviso, ou quantos são
letter-place-lines = Os avisos, cada um com o endereço da sua página
letter-place-choose = Endereço da página em que se escolhe como ser avisado
letter-place-today = Hoje, com o dia da semana
letter-place-things = Quantas coisas há
letter-place-reader = O nome do colega que lê
letters-title = Cartas
letters-intro = Todo e-mail que o programa escreve: para que serve e o texto em cada idioma. Um texto alterado vale para toda carta a partir de então; as que já esperam para sair mantêm o seu.
letters-customers = A clientes
letters-colleagues = A colegas
letters-about = Para que serve
letters-goes-to = Vai para
letters-text = Texto
letters-subject = Assunto
letters-how = Texto simples; o que você escreve chega como foi escrito. Um nome entre chaves, como {"{"}company{"}"}, é trocado pelo que representa; uma chave em si se escreve duas vezes.
letters-look = Ver como fica
letters-draft = Este é o seu rascunho
letters-draft-text = Ninguém o recebe antes de você pô-lo em vigor. A prévia mostra como chegaria.
letters-preview = Como chega
letters-preview-draft = Como seu rascunho chegaria
letters-preview-text = Preenchida com exemplos pela mesma parte do programa que envia. Os links mostram um endereço de exemplo.
letters-places = O que pode ser inserido
letters-place = Escreva
letters-meaning = para
letters-places-text = Nada mais sobre clientes ou colegas pode estar nesta carta.
letters-must-subject = O assunto não pode ficar sem isto.
letters-must-body = O texto não pode ficar sem isto.
letters-ours = Como veio com o programa
letters-ours-changed = O texto original mudou desde então
letters-ours-changed-text = O texto próprio continua valendo. Compare com o que vem agora e ponha-o em vigor se preferir.
letters-ours-then = Como era quando o texto próprio foi escrito
letters-unfit = O texto próprio não pode mais ser enviado
letters-unfit-text = Falta algo de que esta carta agora precisa, ou há nele algo que ela não tem mais. O texto original é enviado até que o seu seja corrigido.
letters-own-before = O texto próprio
letters-history = Alterações
letters-when = Quando
letters-who = Quem
letters-put-back = O texto original foi reposto.
action-letter-draft = Rascunhar o texto de uma carta
action-letter-draft-done = É assim que fica.
event-letter-draft = rascunhou o texto de uma carta
action-letter-drop-draft = Descartar o rascunho
action-letter-drop-draft-done = O rascunho foi descartado.
event-letter-drop-draft = descartou o rascunho de uma carta
action-letter-set = Pôr em vigor
action-letter-set-done = Toda carta dessas tem este texto a partir de agora.
event-letter-set = alterou o texto de uma carta
action-letter-put-back = Repor o texto original
action-letter-put-back-done = O texto original vale de novo.
event-letter-put-back = repôs o texto original de uma carta
action-letter-try = Enviar um teste para mim
action-letter-try-done = Está a caminho do seu endereço.
event-letter-try = testou uma carta
field-letter-draft-subject = Assunto
field-letter-draft-body = Texto da carta
field-letter-set-subject = Assunto
field-letter-set-body = Texto da carta
field-letter-try-subject = Assunto
field-letter-try-body = Texto da carta
field-turn = Vez que foi vista
refusal-letter-braces = linha { $line }: uma chave está aberta ou sem nome; uma chave em si se escreve duas vezes
refusal-letter-unknown-place = { $place } não é algo que esta carta conheça; ela conhece { $known }
refusal-letter-place-only-in-body = { $place } só pode estar no texto, não no assunto
refusal-letter-place-missing = não pode ficar sem { $places }
refusal-letter-same = Este texto já vale.
refusal-letter-is-ours = O texto original já vale.
refusal-letter-changed-meanwhile = Alguém alterou esta carta nesse meio-tempo. Veja-a de novo antes de alterar.
refusal-letter-no-address = Você não tem aqui um endereço de e-mail para receber o teste.
