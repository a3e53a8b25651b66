# E-mails que chegam.

# Atos
action-mail-arrive = Receber uma mensagem
event-mail-arrive = escreveu por e-mail
action-mail-put-into-case = Colocar num chamado
action-mail-put-into-case-done = As palavras estão no chamado.
event-mail-put-into-case = colocou uma mensagem num chamado
action-mail-open-case = Abrir um chamado
action-mail-open-case-done = O chamado está aberto; os prazos correm.
event-mail-open-case = abriu um chamado a partir de uma mensagem
action-mail-tie = Dizer de quem é
action-mail-tie-done = Ligado: o chamado é desse cliente, e o remetente é contato dele.
event-mail-tie = disse de quem é um remetente
action-mail-set-aside = Pôr de lado
action-mail-set-aside-done = Posta de lado; continua legível.
event-mail-set-aside = pôs uma mensagem de lado
event-mail-customer-merged = moveu mensagens após uma união
event-mail-contact-erased = limpou mensagens de um contato
event-mail-case-tied = nomeou o contato de um chamado

# Campos
field-mail-tie-name = Nome do remetente
field-mail-set-aside-reason = Por que não precisa de nada
field-mail-put-into-case-case = Chamado

# Palavras
mail-state-recorded = registrada
mail-state-in-case = num chamado
mail-state-held = retida
mail-state-refused = ilegível
mail-state-set-aside = posta de lado
mail-reason-own = uma das nossas, que voltou
mail-reason-auto-reply = resposta automática
mail-reason-generated = enviada por um programa
mail-reason-bounce = não pôde ser entregue
mail-reason-list = lista ou mala direta
mail-reason-not-proved = o domínio do remetente diz que não enviou isto
mail-reason-too-many = o remetente escreve demais
mail-reason-too-many-unknown = remetentes desconhecidos demais em uma hora
mail-reason-id-reused = traz o identificador da mensagem de outro remetente
mail-reason-several-customers = o endereço está em vários clientes
mail-reason-token-unsound = o endereço de resposta não é nosso, ou foi alterado
mail-reason-token-of-another = o endereço de resposta foi dado a outra pessoa
mail-reason-case-of-another = refere-se a um chamado de outro cliente
mail-reason-no-sender = não diz quem enviou
mail-reason-too-large = grande demais
mail-reason-header-too-large = o cabeçalho é longo demais
mail-reason-too-many-parts = tem partes demais
mail-reason-not-a-message = não é um e-mail
mail-program-reply = resposta automática
mail-program-generated = enviada por um programa
mail-program-bounce = não pôde ser entregue
mail-program-list = lista ou mala direta
mail-stranger = remetente desconhecido
mail-without-words = (sem texto)
mail-without-subject = (sem assunto)
mail-tied = O remetente de um e-mail é deles.

# Páginas
mail-title = E-mails que pedem atenção
mail-intro = O que os clientes escrevem entra sozinho nos chamados deles. Aqui está o que alguém precisa ver, e por quê. A quem escreveu nada foi dito.
mail-look = Pedem atenção
mail-all = Todos
mail-views = Quais mensagens
mail-column-received = Chegou
mail-column-from = De
mail-column-subject = Assunto
mail-column-state = O que foi feito
mail-column-case = Chamado
mail-none-title = Nada pede atenção
mail-none = O que os clientes escrevem ao endereço do serviço está nos chamados deles.
mail-look-text = Alguém de nós precisa decidir o que fazer com ela.
mail-trust-text = Não responda antes de saber quem escreveu. Nada foi dito ao remetente, e nada entrou no chamado.
mail-words = O que foi escrito
mail-folded = Texto citado e assinatura
mail-html = Como foi formatado
mail-cut = Nem tudo aparece: a mensagem é mais longa, ou tem mais arquivos. Ela está guardada inteira.
mail-facts = A mensagem
mail-from = De
mail-to = Para
mail-written = Escrita, segundo ela
mail-customer = Cliente
mail-refers-to = Refere-se a
mail-decided = Decidido
mail-proposed = Talvez de
mail-proposed-text = O pessoal deles tem endereços do mesmo domínio.
mail-files-later = Os arquivos abrem-se a partir do chamado quando a mensagem estiver num.

# Avisos
notice-mail-held = Uma mensagem pede atenção: { $reason }.
notice-mail-stranger = Um remetente desconhecido abriu um chamado por e-mail: diga de quem é.
notice-mail-bounced = Uma carta sobre { $number } voltou: o cliente não recebeu nossa notícia. Ligue para ele.

# Recusas
refusal-mail-in-case = As palavras desta mensagem já estão em { $number }.
refusal-mail-no-stranger = Esta mensagem não é de um remetente desconhecido.
refusal-mail-needs-no-look = Esta mensagem já não pede atenção.
refusal-mail-known = Esta mensagem já está aqui.
refusal-mail-alias = Este não é um endereço em que e-mails chegam.
refusal-mail-mailbox = A caixa postal não pode ser alcançada.

# Configurações
mail-settings = E-mail
setting-mail-sender-hour-max = Mensagens de um remetente em uma hora que viram chamados; as demais ficam retidas
setting-mail-stranger-hour-max = Chamados de remetentes desconhecidos em uma hora; as demais mensagens ficam retidas
setting-mail-reopen-days = Dias após o fechamento em que uma resposta por e-mail reabre o chamado
setting-mail-acknowledge = O contato que abre um chamado por e-mail recebe o número

# Tipos de avisos
notice-topic-mail = E-mails recebidos
setting-mail-keep-days = Dias em que se guarda uma mensagem que não virou chamado; 0 guarda para sempre
retention-mail = E-mails que não viraram chamado
