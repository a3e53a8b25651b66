# Calendários em endereços secretos.

# Acts
action-calendar-feed-make = Novo endereço de calendário
action-calendar-feed-make-done = Informe este endereço no seu programa de calendário
event-calendar-feed-make = criou um endereço de calendário
action-calendar-feed-renew = Outro endereço
action-calendar-feed-renew-done = Informe este endereço no seu programa de calendário; o antigo não mostra mais nada
event-calendar-feed-renew = renovou um endereço de calendário
action-calendar-feed-revoke = Revogar
action-calendar-feed-revoke-done = Revogado: o endereço não mostra mais nada.
event-calendar-feed-revoke = revogou um endereço de calendário

# Fields
field-calendar-feed-make-label = Qual programa o lê
field-promises = Minhas promessas
field-visits = Minhas visitas
field-feed = Calendário

# Pages
calendars-title = Meus endereços de calendário
calendars-about = Suas promessas e visitas no seu próprio programa de calendário.
calendars-label = Lido por
calendars-shows = Mostra
calendars-made = Criado
calendars-read = Última leitura
calendars-act = A fazer
calendars-promises = promessas
calendars-visits = visitas
calendars-never = ainda não
calendars-none-title = Nenhum programa lê seu calendário
calendars-none = Crie um endereço e informe-o no seu programa de calendário.
calendars-secret-title = O endereço é uma chave
calendars-secret = Quem o conhece lê suas promessas e visitas. Ele é mostrado uma vez. Se outra pessoa puder conhecê-lo, peça outro ou revogue-o.
calendar-name = Accord: promessas e visitas
calendar-gone = Não está mais planejado

# Refusals
refusal-calendar-empty = escolha promessas, visitas ou ambas
refusal-calendar-too-many = Você já tem { $max } endereços de calendário; revogue um primeiro.
refusal-calendar-by-token = Um programa não pode criar um endereço de calendário; entre para fazê-lo.
