# Programas de fora que ficam sabendo do que acontece aqui.

# Acts
action-webhook-create = Novo webhook
action-webhook-create-done = Já está ouvindo. Um teste está a caminho.
event-webhook-create = cadastrou um webhook
action-webhook-change = Alterar
action-webhook-change-done = Alterado.
event-webhook-change = alterou um webhook
action-webhook-switch = Ligar ou desligar
action-webhook-switch-done = Feito.
event-webhook-switch = ligou ou desligou um webhook
action-webhook-take-over = Responder por ele
action-webhook-take-over-done = Você responde por ele: ele ouve o que você pode ver.
event-webhook-take-over = assumiu um webhook
action-webhook-end = Encerrar
action-webhook-end-done = Encerrado. Os segredos e as mensagens foram apagados.
event-webhook-end = encerrou um webhook
event-webhook-stop = parou um webhook
action-webhook-stop = Parar um webhook
action-webhook-rotate = Novo segredo
action-webhook-rotate-done = O novo segredo já assina.
event-webhook-rotate = deu um novo segredo a um webhook
action-webhook-test = Enviar um teste
action-webhook-test-done = O teste está a caminho.
event-webhook-test = teste de um webhook
action-webhook-resend = Enviar de novo
action-webhook-resend-done = Está a caminho de novo.
event-webhook-resend = enviou uma mensagem de novo
action-webhook-replay = Enviar de novo desde…
action-webhook-replay-done = Estão a caminho de novo.
event-webhook-replay = enviou mensagens de novo

# Fields
field-webhook-create-name = Nome
hint-webhook-create-name = De quem é o programa e o que ele faz com isso.
field-webhook-create-address = Endereço
hint-webhook-create-address = Começa com https://. Endereços da rede interna precisam ser liberados por quem opera o Accord.
field-webhook-create-kinds = O que ele ouve
field-webhook-change-name = Nome
field-webhook-change-address = Endereço
hint-webhook-change-address = Quem altera o endereço ou os eventos passa a responder por ele.
field-webhook-change-kinds = O que ele ouve
field-endpoint = Webhook
field-delivery = Mensagem
field-kinds = Eventos
field-keep-hours = Horas em que o segredo antigo ainda assina
hint-keep-hours = 0 se um estranho puder conhecer o antigo.
field-webhook-switch-on = Ligado
field-webhook-switch-since = Sai o que aconteceu a partir daqui
hint-webhook-switch-since = Começa quando foi desligado. Deixe vazio para começar agora.
field-webhook-replay-since = A partir de quando
field-taken-too = Também o que o receptor aceitou
hint-taken-too = Se ele perdeu os dados. Cada mensagem mantém o número, para que ele as reconheça.

# Words
webhook-state-on = ligado
webhook-state-off = desligado
webhook-state-stopped = parado
webhook-state-ended = encerrado
webhook-stop-gone = O receptor disse que não existe mais
webhook-stop-gone-text = Respondeu 410 e não recebe mais nada. As mensagens ficam guardadas: quando ele voltar, ligue-o e diga a partir de quando devem sair.
webhook-stop-failing = Nada chegou por dias
webhook-stop-failing-text = Todas as mensagens desde então estão guardadas. Conserte o receptor, ligue-o e diga a partir de quando devem sair.
webhook-stop-owner = Ninguém responde por ele
webhook-stop-owner-text = Quem o cadastrou saiu ou não pode mais cuidar de webhooks. As mensagens ficam guardadas: responda por ele e depois ligue-o.
webhook-delivery-queued = aguarda
webhook-delivery-sent = aceita
webhook-delivery-failed = desistida
webhook-delivery-held = guardada
webhook-delivery-withheld = não mostrada
webhook-error-name = O nome não leva a lugar nenhum
webhook-error-address = O nome leva a um endereço que nunca é chamado
webhook-error-plain = Sem criptografia
webhook-error-connection = Ninguém responde lá
webhook-error-certificate = O certificado não é válido
webhook-error-timeout = Demorou demais
webhook-error-answer = O que voltou não é uma resposta
webhook-error-status = Não foi aceita
webhook-error-sight = Quem responde por ele não pode ver isto
webhook-refused-status = Não aceita: { $status }
webhook-answered = { $status }
webhook-fails = não aceita nada
webhook-fails-since = Não aceitou nada desde { $at }. Cada mensagem é tentada de novo por cerca de três dias.

# Pages
webhooks-title = Webhooks
webhooks-about = Programas de fora que ficam sabendo do que acontece aqui.
webhooks-none-title = Nenhum programa ouve nada
webhooks-none = Informe o endereço de um programa e escolha os eventos. Cada mensagem é assinada, tentada de novo por dias e guardada em um registro.
webhooks-column-name = Nome
webhooks-column-address = Endereço
webhooks-column-state = Situação
webhooks-column-messages = Mensagens
webhooks-column-last = Última aceita
webhooks-waiting = { $n } aguardam
webhooks-held = { $n } guardadas
webhooks-lost = { $n } não aceitas
webhooks-new-about = O receptor recebe uma mensagem por evento, assinada segundo o Standard Webhooks.
webhooks-owner-title = Você responde por ele
webhooks-owner-text = Ele ouve o que você pode ver, e nada de clientes para os quais você precisaria de um motivo. As mensagens levam números, horários e palavras do evento, sem nomes nem endereços de pessoas.
webhook-owner = { $name } responde por ele
webhook-off = Desligar
webhook-on = Ligar
webhook-log = Mensagens
webhook-log-all = Todas
webhook-log-event = O que aconteceu
webhook-log-made = Quando
webhook-log-state = Situação
webhook-log-answer = Resposta
webhook-log-attempts = Tentativas
webhook-log-next = Próxima tentativa
webhook-log-none-title = Nenhuma mensagem aqui
webhook-log-none = As mensagens aparecem assim que acontecer algo dos tipos escolhidos.
webhook-heard = O que ele ouve
webhook-not-heard = não mostrado a quem responde por ele
webhook-about = Sobre ele
webhook-made = Cadastrado
webhook-secret = Segredo
webhook-secret-since = assina desde
webhook-secret-ends = o anterior assina até
webhook-verify = O receptor confere os cabeçalhos webhook-id, webhook-timestamp e webhook-signature segundo o Standard Webhooks, recusa o que tiver mais de cinco minutos e responde com um número de 200 a 299.
webhook-attempts = Tentativas
webhook-attempts-none = Ainda não tentada.
webhook-attempt-number = Nº
webhook-attempt-at = Quando
webhook-attempt-answer = Resposta
webhook-attempt-took = Levou
webhook-took = { $ms } ms
webhook-message = Número da mensagem
webhook-sent-at = Aceita
webhook-delivery-about = Sobre ela
webhook-says = O que ela diz
webhook-says-hidden = Você não pode ver o que esta mensagem diz.

# Notices
notice-topic-webhook = Webhooks
notice-webhook-gone = O receptor do webhook “{ $name }” disse que não existe mais. Ele foi parado; as mensagens ficam guardadas.
notice-webhook-failing = O webhook “{ $name }” não aceitou nada por dias. Ele foi parado; as mensagens ficam guardadas.
notice-webhook-owner = Ninguém mais responde pelo webhook “{ $name }”. Ele foi parado; as mensagens ficam guardadas até alguém assumi-lo.

# Refusals
refusal-webhook-address-form = não é um endereço; escreva https://receptor.example/caminho, com no máximo { $max } caracteres
refusal-webhook-address-scheme = precisa começar com https://
refusal-webhook-address-user = contém usuário ou senha; a assinatura prova quem somos
refusal-webhook-address-port = está em uma porta onde nenhum webhook escuta; use 443 ou uma acima de 1023 que não seja de banco de dados
refusal-webhook-address-inside = leva para dentro; quem opera o Accord pode liberar uma rede para webhooks
refusal-webhook-kind-unknown = “{ $kind }” não é um evento que você possa ouvir
refusal-webhook-too-many = Já existem { $max } webhooks; encerre um primeiro.
refusal-webhook-nobody = Um webhook precisa de uma pessoa que responda por ele.
refusal-webhook-not-on = Não está ligado; ligue-o primeiro e diga a partir de quando as mensagens devem sair.

# Settings
setting-webhook-stop-days = Dias sem mensagem aceita após os quais um webhook é parado
setting-webhook-keep-days = Dias em que as mensagens a programas ficam guardadas
