# Acts
action-survey-knock = Tentar enviar uma pergunta
action-survey-knock-done = A tentativa foi feita.
event-survey-knock = reteve uma pergunta por enquanto
action-survey-send = Enviar uma pergunta
action-survey-send-done = Está a caminho.
event-survey-send = perguntou a um contato se ficou bem feito
action-survey-expire = Encerrar uma pergunta sem resposta
action-survey-expire-done = Está encerrada.
event-survey-expire = uma pergunta não foi respondida no prazo
action-survey-answer = Responder a uma pergunta
action-survey-answer-done = Obrigado.
event-survey-answer = o cliente disse se ficou bem feito
action-survey-reply = Dizer se ficou bem feito
action-survey-reply-done = Obrigado. Está contado.
event-survey-reply = o cliente respondeu em sua página
event-survey-ask = planejou perguntar se ficou bem feito
event-survey-withdraw = não pergunta mais
event-survey-customer-merged = moveu as perguntas do cadastro unificado
event-survey-contact-erased = removeu as palavras de um contato apagado

# Fields
field-survey = Pergunta
field-rating = De 1 (muito insatisfeito) a 5 (muito satisfeito)
field-survey-reply-words = Em suas palavras
field-at-most = No máximo esta nota

# Words
survey-subject-installation = Instalações
survey-subject-visit = Visitas
survey-subject-case = Chamados de serviço
survey-subject-training = Treinamentos
survey-subject-recovery = Reclamações resolvidas
survey-state-planned = a enviar
survey-state-sent = enviada, ainda sem resposta
survey-state-answered = respondida
survey-state-expired = não respondida
survey-state-unreachable = ninguém a quem escrever
survey-state-withdrawn = não se pergunta mais
survey-rating-1 = muito insatisfeito
survey-rating-2 = insatisfeito
survey-rating-3 = indiferente
survey-rating-4 = satisfeito
survey-rating-5 = muito satisfeito

# The page of the link
survey-question = Ficou bem feito: { $about }?
survey-intro = { $company } pergunta a você, porque foi feito para você. Um toque basta.
survey-legend = Quanto você está satisfeito?
survey-choose = Escolha uma das cinco.
survey-words = O que devemos saber?
survey-words-hint = Se quiser. Uma pessoa lê e responde.
survey-send = Enviar
survey-thanks = Obrigado
survey-thanks-said = Você disse: { $rating }, { $word }.
survey-thanks-text = { $company } recebeu sua resposta. Não há mais nada a fazer.
survey-thanks-low = Lamentamos que não tenha ficado como deveria. Uma pessoa da { $company } vai ligar ou escrever para você sobre isso.
survey-over = Esta pergunta está encerrada
survey-not-counted = Isto não foi contado
letter-survey = { $company }: ficou bem feito?
letter-survey-body =
    Prezado(a) { $name }, terminamos: { $about }. Diga-nos por este link o quanto está satisfeito, de 1 a 5; não é preciso senha. Pode ser respondido até { $until }.

    { $link }

# Refusals
refusal-survey-answered = Você já respondeu: { $rating } de 5, em { $at }. Se algo mudou desde então, ligue para nós.
refusal-survey-expired = Podia ser respondido até { $until }. Ligue para nós se houver algo que devamos saber.
refusal-survey-not-planned = A pergunta já saiu ou não se pergunta mais.

# Pages
surveys-title = O que os clientes dizem
surveys-note = Perguntamos a todos para quem algo foi feito; ninguém escolhe a quem. Com menos de { $n } respostas nada se afirma. { $unreachable ->
    [0] Todos puderam ser perguntados.
    [one] Um contato não pôde ser perguntado: sem endereço.
   *[other] { $unreachable } contatos não puderam ser perguntados: sem endereço.
}
surveys-none-title = Ninguém foi perguntado ainda
surveys-none = Quando uma instalação é aceita, uma visita termina ou um chamado é encerrado, perguntamos ao contato por mensagem se ficou bem feito.
survey-sample = n { $n }; { $sent } perguntados, { $response } % responderam
survey-below = abaixo de { $limit } %
survey-few = respostas de menos para afirmar algo
survey-by-product = Por produto
survey-by-territory = Por região
survey-by-person = Por colega
survey-answers = Respostas
survey-no-answer = Nenhuma resposta deste tipo.
survey-low-only = 3 ou menos
survey-how-counted = Como se conta
survey-column-name = Nome
survey-column-percent = Satisfeitos
survey-column-answers = De respostas
survey-column-rating = Nota
survey-column-words = Em suas palavras
survey-column-customer = Cliente
survey-column-kind = Sobre
survey-column-when = Quando

# Figures
metric-installation-satisfaction = Satisfeitos com a instalação
metric-installation-satisfaction-definition = Respostas 4 ou 5 sobre instalações, de todas as respostas sobre instalações no período.
metric-visit-satisfaction = Satisfeitos com a visita
metric-visit-satisfaction-definition = Respostas 4 ou 5 sobre visitas, de todas as respostas sobre visitas no período.
metric-survey-satisfaction = Satisfeitos
metric-survey-satisfaction-definition = Respostas 4 ou 5, de todas as respostas no período, seja o que for que foi feito.
metric-survey-response = Perguntas respondidas
metric-survey-response-definition = Perguntas que saíram no período e foram respondidas, de todas as que saíram no período. Quem não pôde ser perguntado aparece ao lado.
survey-beside-unreachable = não puderam ser perguntados

# Notices
notice-survey-below = A satisfação com { $kind } é de { $percent } % (n { $n }), abaixo de { $limit } %.

# Settings
setting-survey-valid-days = Dias em que uma pergunta pode ser respondida
setting-survey-delay-hours = Horas após o trabalho até a pergunta sair
setting-survey-retry-hours = Horas até tentar de novo uma pergunta retida
setting-survey-satisfied-from = Nota a partir da qual um contato está satisfeito
setting-survey-sample-min = Respostas abaixo das quais nada se afirma
setting-survey-score-months = Meses cujas respostas formam a nota
setting-survey-installation-percent = Satisfeitos em por cento abaixo dos quais há um alerta, instalações

# Tipos de avisos
notice-topic-survey = Satisfação

# Cartas: para que serve cada uma
letter-survey-about = Convite para dizer se o trabalho ficou bem feito
