# Palavras que todas as páginas partilham. Uma sala acrescenta as suas e nunca repete estas.
product = Accord
close = Fechar
cancel = Cancelar
save = Salvar
edit = Editar
open = Abrir
back = Voltar
more = Mais
less = Menos
none = nenhum
yes = Sim
no = Não
today = hoje
tomorrow = amanhã
unknown = desconhecido
all = Todos
any = Qualquer
export-csv = Exportar CSV
export-xlsx = Exportar XLSX
list-count = { $n ->
    [one] um no total
   *[other] { $n } no total
}
list-count-capped = mais de 1.000 no total
list-next = Próxima
list-first = Primeira página
list-filter = Filtrar
list-filters = Filtros
list-remove-filter = Tirar o filtro
list-clear = Limpar tudo
list-empty = Ainda não há nada aqui
list-pick = Marcar { $name }
list-sort = Ordenar
list-sort-up = crescente
list-sort-down = decrescente
list-sort-own = A ordem própria da lista
list-columns = Colunas
list-columns-hint = Numere as colunas na ordem que quiser. A que ficar sem número não aparece.
list-columns-show = Mostrar estas
list-columns-all = Mostrar todas
undo = Desfazer

# Moldura
skip-to-content = Ir para o conteúdo
nav-main = Principal
nav-bar = Atalhos
nav-menu = Menu
nav-crumbs = Onde você está
nav-group-sell = Vender
nav-group-make = Fabricar
nav-group-serve = Atender
nav-group-together = Juntos
nav-group-house = Empresa
search-box = Buscar, ir, fazer
search-short = Buscar
palette-name = Buscar, ir, fazer
palette-empty = Nada encontrado
palette-failed = Sem resposta. Verifique a conexão e tente de novo.
palette-go = Ir
palette-do = Fazer
palette-found = Encontrado
create-menu = Criar
keys-title = Teclas
page-stale = Esta página mudou.
page-refresh = Mostrar a mudança
page-offline = A conexão caiu; o que você vê pode estar desatualizado.
theme = Cores
theme-system = Como o sistema
theme-light = Claro
theme-dark = Escuro
urgent = urgente
sign-out = Sair

# Entrar
sign-in-title = Entrar
sign-in-intro = O que devemos aos nossos clientes, num só lugar.
sign-in-submit = Entrar
sign-in-demo = Ou entre na demonstração como
sign-in-again = Sua sessão terminou. Entre e continue de onde parou; o que você digitou foi guardado.

# Demonstração
demo = Demonstração
clock-hour = +1 hora
clock-day = +1 dia
clock-next = Até o próximo evento
clock-next-text = A seguir: { $what }, { $at }
clock-nothing-next = Nada planejado

# Formulários
form-refused = Não foi possível
form-required-note = precisa ser preenchido
form-add-row = Acrescentar linha
form-remove-row = Remover esta linha
done = Feito

# Campos que significam o mesmo em toda parte
field-name = Nome
field-email = E-mail
field-phone = Telefone
field-password = Senha
field-currency = Moeda
field-note = Observação
field-reason = Motivo
field-customer = Cliente
field-site = Unidade
field-contact = Contato
field-person = Pessoa
field-owner = Responsável
field-from = De
field-until = Até
field-due = Prazo
field-title = Título
field-language = Idioma
field-zone = Fuso horário
field-number = Número
field-version = Versão
field-product = Produto
field-quantity = Quantidade
field-description = Descrição

# Idiomas e esferas
language-en = English
language-pt-BR = Português (Brasil)
sphere-sales = vendas
sphere-after-sales = pós-vendas
sphere-both = juntos
sphere-none = Accord
via-page = numa página
via-api = por API
via-import = por importação
via-clockwork = com o passar do tempo
via-command = por comando
via-portal = na página do cliente
via-mail = por e-mail

# Recusas da casa
refusal-invalid = Alguns campos precisam de atenção.
refusal-absent = Não há nada aqui que você possa ver.
refusal-permission = Seus papéis não permitem isto ({ $permission }).
refusal-sign-in = Entre, por favor.
refusal-stale = Outra pessoa alterou isto nesse meio-tempo. Suas palavras foram guardadas; veja o estado atual e envie de novo.
refusal-defect = Algo deu errado do nosso lado. Nada foi alterado.
refusal-paper-no-printer = Este Accord foi compilado sem impressão; a página mostra os mesmos valores.
refusal-paper-too-large = O documento teria { $rows } linhas, mais do que cabe em um.
paper-place-and-date = Local e data
paper-page = Página {"{"}page{"}"} de {"{"}pages{"}"}
refusal-taken = Isto já existe ({ $what }).
refusal-disk-full = O disco está cheio. A leitura continua; a gravação volta assim que houver espaço.
refusal-database-unavailable = O banco de dados não responde. Nada foi alterado; tente daqui a pouco.
refusal-busy = Há coisas demais acontecendo ao mesmo tempo. Nada foi alterado; tente daqui a pouco.
refusal-retry = Outra pessoa foi mais rápida. Nada foi alterado; tente de novo.
refusal-action-unknown = Não existe a ação { $name }.
refusal-view-unknown = Não existe a visão { $name }.
refusal-key-length = A chave de idempotência deve ter de 1 a { $max } caracteres.
refusal-key-other-body = Esta chave de idempotência já foi usada com outro conteúdo.
refusal-clock-fixed = Só o relógio da demonstração pode ser movido.
refusal-clock-backward = O tempo só anda para a frente. Para voltar, carregue a demonstração de novo.
refusal-territory-reason-needed = Este cliente é de outro território. Diga por que precisa ver; o motivo fica guardado.
refusal-field-unknown = não é conhecido aqui
refusal-field-required = precisa ser informado
refusal-field-form = não tem a forma certa
refusal-field-digits = tem mais casas decimais do que a moeda
refusal-field-figure = “{ $typed }” pode ser { $whole } ou { $part }: escreva o que você quer dizer
refusal-field-too-many = tem mais de { $max } linhas
refusal-field-empty = não pode ficar vazio
refusal-field-too-long = tem mais de { $max } caracteres
refusal-field-control-characters = contém caracteres que não podem ser mostrados
refusal-field-negative = não pode ser negativo
refusal-field-not-positive = precisa ser maior que zero
refusal-field-past = está no passado
refusal-time-skipped = não existe em { $zone }: os relógios pulam essa hora
refusal-time-ambiguous = existe duas vezes em { $zone }: os relógios voltam. Informe a diferença para UTC.
refusal-export-too-long = A lista tem mais de { $max } linhas. Restrinja-a pelos filtros e exporte-a em partes.
refusal-body-too-large = O conteúdo tem mais de { $max } bytes.
refusal-body-form = O conteúdo não é um JSON válido.
refusal-body-multipart = O conteúdo não é um formulário completo com um arquivo (multipart/form-data).
refusal-header-form = O cabeçalho { $header } não tem a forma certa.
refusal-if-match-no-version = Aqui nada tem uma versão que If-Match possa nomear.
refusal-if-match-differs = If-Match e o campo version nomeiam versões diferentes.
refusal-body-duplicate-key = O conteúdo traz { $name } duas vezes.
refusal-body-too-deep = O conteúdo tem mais de { $max } níveis.
refusal-method = Isto não pode ser feito aqui; nada no livro de promessas é apagado.
refusal-cross-site = Este pedido veio de outro site e foi barrado.
possible-state-reason = Diga um motivo para abrir.

# Erros
error-title-401 = Entre, por favor
error-title-403 = Não é para você
error-title-404 = Nada aqui
error-title-500 = Erro nosso
error-title-503 = Agora não
error-title-507 = Sem espaço
error-title-other = Não deu certo
error-request = Pedido
error-home = Para o início

# A página da API e a própria
page-me = Eu
api-title = API
api-intro = Toda mudança é uma ação, toda leitura uma consulta; as páginas usam as mesmas.
api-tokens = Tokens de acesso
api-actions = Ações
api-views = Consultas
api-permission = Exige:
api-portal = para o contato de um cliente, que entra pela página
api-search = Nome, palavras ou campo
api-search-go = Procurar
api-search-clear = Mostrar tudo
api-search-found =
    { $count ->
        [one] Uma ação ou consulta
       *[other] { $count } ações e consultas
    }
api-search-none = Nada com esse nome
api-search-none-text = Nenhuma ação e nenhuma consulta tem essas palavras no nome, no título, na descrição ou nos campos.
api-rooms = Por assunto
api-room = Assunto
api-operation = Chamada
api-does = O que faz
api-fields = O que se envia
api-no-fields = Nada precisa ser enviado.
api-answer = O que se responde
api-required = (sempre)
api-field = Campo
api-holds = Contém
api-meaning = Significado
api-example = Exemplo
api-example-answer = Resposta, com status { $status }:
api-token = Entrar com um token
api-token-text =
    Crie um token de acesso na sua própria página: um nome, o que ele pode fazer e quando termina. O segredo aparece uma vez; envie-o em cada chamada no cabeçalho Authorization, depois da palavra Bearer. Um token nunca pode mais do que você e termina com a sua conta.
    Nunca o ponha num endereço: uma chamada que o traz ali é recusada.
api-key = Uma vez, mesmo enviada duas vezes
api-key-text =
    Envie cada mudança com uma Idempotency-Key nova de até 200 caracteres. Se nenhuma resposta chegar, envie a mesma chamada com a mesma chave: acontece uma vez, e você recebe a primeira resposta, marcada pelo cabeçalho Idempotency-Replayed. A mesma chave com outro conteúdo é recusada.
api-version = Ninguém sobrescreve ninguém
api-version-text =
    Tudo o que se muda tem uma versão. Envie a que você leu, no campo version ou no cabeçalho If-Match. Se alguém foi mais rápido, a resposta é 412, com o estado atual no campo state; olhe e decida de novo.
    As respostas das consultas têm um ETag; uma chamada com If-None-Match não custa nada enquanto nada mudou (304).
api-refusal = Quando algo é recusado
api-refusal-text =
    Toda recusa é um problema segundo a RFC 9457, do tipo application/problem+json: type nomeia a regra e é igual em todas as línguas, title e detail a dizem em palavras, facts traz os números em que se apoia, errors aponta campos errados por JSON pointer, e possible diz o que se pode fazer em vez disso, muitas vezes como ação já com a sua entrada, pronta para enviar. Envie Accept-Language (en ou pt-BR) para as palavras que quiser.
    400 a forma está errada, 401 ninguém entrou, 403 não permitido, 404 não existe ou não pode ser visto, 405 outro método, 409 uma regra se opõe, 412 alguém foi mais rápido, 413 grande demais, 422 um valor não pode ser aceito, 429 vezes demais, 503 agora não, 507 o disco está cheio. Depois de 429 e 503 o cabeçalho Retry-After diz quantos segundos esperar.
api-paging = Listas longas
api-paging-text =
    Uma lista responde rows e next. Envie next como after para continuar; onde next é null, nada mais vem. limit diz quantos por vez. count é quantos existem; se count_capped é true, são mais do que isso. As linhas guardam o lugar enquanto outras entram.
api-values = Dinheiro, tempo, ids
api-values-text =
    Um valor é texto com ponto, ao lado do código ISO 4217 da sua moeda, para que nada se perca no caminho. Um instante é RFC 3339 com o seu deslocamento e volta em UTC; uma data é uma data civil, no lugar que o campo nomeia. Um id é um UUID; números como C-2025-0003 são para pessoas. Um campo desconhecido é recusado: um erro de digitação nunca passa despercebido.
api-files = Arquivos
api-files-text =
    Envie um arquivo como formulário por POST a /api/v1/files, com customer e, quando pertence a algo, about_kind e about; a resposta traz o id. É preciso poder escrever em clientes, e ele tem até 25 MB. Busque um por GET em /api/v1/files/ seguido do id.
api-limits = Quanto, quantas vezes
api-limits-text =
    Uma chamada leva até 1 MiB. Leituras são GET, mudanças são POST; nada se apaga, uma correção acrescenta. Leituras de dados pessoais são registradas como as das páginas. Os acontecimentos chegam a você por webhooks, para que ninguém precise perguntar de novo e de novo.
api-tried = Os exemplos foram experimentados
api-tried-text =
    Cada exemplo rodou na demonstração (accord demo) e recebeu esta resposta; um teste roda todos de novo a cada mudança do programa, nos dois bancos de dados. Na sua casa os ids são outros. O significado de cada campo está em inglês, como no documento para programas.
api-kind-text = texto
api-kind-text-max = texto de até { $max } caracteres
api-kind-date = data, como 2026-03-30
api-kind-instant = instante, como 2026-03-30T14:00:00Z
api-kind-words = um de: { $words }
api-kind-ref = id ({ $entity })
api-kind-id = id
api-kind-number = número inteiro
api-kind-flag = true ou false
api-kind-money = valor (texto) e moeda
api-kind-object = os campos abaixo
api-kind-list = lista: { $of }
api-kind-json = como diz o documento
api-room-people = Pessoas, papéis, configurações
api-room-saved = Visões guardadas com um nome
api-room-bulk = Atos sobre muitas linhas
api-room-customer = Clientes
api-room-catalog = Produtos e prazos
api-room-asset = Parque instalado
api-room-promise = Promessas
api-room-capacity = Produção, transporte, equipes
api-room-pipeline = Oportunidades
api-room-value = Por que clientes compram, planos de serviço
api-room-offer = Propostas e listas de preços
api-room-order = Pedidos
api-room-contract = Contratos de serviço
api-room-survey = Pesquisas
api-room-installation = Instalações e treinamento
api-room-case = Chamados
api-room-mail = E-mails recebidos
api-room-visit = Visitas, peças, plantão
api-room-recovery = Reclamações e melhoria
api-room-webhook = Webhooks
api-room-feed = Calendários
api-room-intake = Importações
api-room-privacy = Privacidade
api-room-desk = Mesa, busca, números, portal

# Senhas
sign-in-forgotten = Esqueceu a senha?
field-present-password = Senha atual
field-new-password = Nova senha
password-own-title = Trocar minha senha
password-own-intro = Todas as suas outras sessões e chaves de acesso terminam.
password-link-title = Defina sua senha
password-link-intro = Pelo menos doze caracteres; uma frase é mais fácil de guardar do que um enigma. Depois entre com ela.
password-ask-title = Uma nova senha
password-ask-intro = Uma carta com um link vai para o seu endereço.
secret-once = Mostrado só desta vez; fica guardada apenas uma impressão digital. Guarde agora e entregue por um caminho seguro.

# Links of letters
link-none-title = Este link não leva a lugar nenhum
link-none = Ele pode ter sido cortado ou digitado errado. Abra-o novamente a partir da mensagem.
link-later = Não é possível fazer isso agora. Tente novamente em alguns minutos.

# Programs on a device
installed-sign-in-text = Sua sessão terminou. O que você faz aqui fica guardado neste aparelho e será enviado quando você entrar de novo.
installed-sign-in = Entrar
installed-needs-script = Este programa precisa de JavaScript.
installed-desk = Páginas para a mesa
drawing-again = Desenhar de novo

# Antes da primeira configuração
set-up-waits-title = O Accord ainda não está configurado
set-up-waits = Quem iniciou o programa recebeu um endereço na partida. Abra-o para informar a empresa e o primeiro administrador. Ele funciona uma vez; a próxima partida do programa dá outro.
export-currency = { $column } (moeda)
export-zone = { $column } ({ $zone })

# O acesso da própria empresa
sign-in-outside = Entrar com { $name }
sign-in-outside-invited = Entre com a sua conta da empresa; o link a liga a você.
sign-in-password = Com uma senha
sign-in-password-few = Com uma senha: para clientes
refusal-sso-stale = Este acesso terminou, já foi usado ou começou em outro navegador. Comece de novo aqui.
refusal-sso-provider = O acesso da empresa não responde. Tente de novo em um minuto ou avise quem o mantém.
refusal-sso-refused = O acesso da empresa não deixou você entrar.
refusal-sso-untrusted = Não foi possível comprovar a resposta do acesso da empresa. Comece de novo; se continuar assim, avise quem mantém o Accord.
refusal-sso-unknown = Ninguém aqui está ligado a esta conta. Abra o link do seu convite e entre por ele, ou peça a um administrador.
refusal-sso-no-address = O acesso da empresa não indica um e-mail comprovado seu, então ninguém pode ser cadastrado. Peça um convite a um administrador.
refusal-sso-bound = Esta conta já está ligada, ou o colega tem outra lá. Desligue aquela primeiro.
refusal-sign-in-by-provider = Aqui os colegas entram com a conta da empresa.
