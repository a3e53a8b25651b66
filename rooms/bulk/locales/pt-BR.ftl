bulk-title = Ações em muitas linhas
bulk-about = O que você fez com muitas linhas de uma lista de uma vez, as mais novas primeiro.
bulk-none-yet = Marque linhas de uma lista para fazer algo com todas elas.
bulk-column-what = O quê
bulk-column-rows = Linhas
bulk-column-done = Alteradas
bulk-column-when = Quando
bulk-column-row = Linha
bulk-column-why = Por quê
bulk-column-rule = Regra
bulk-rows = { $n ->
    [one] { $n } linha
   *[other] { $n } linhas
}
bulk-rows-title = As linhas
bulk-no-rows = Nenhuma linha está assim.
bulk-row-unseen = Você não pode ver
bulk-pick-all = Marcar todas desta página
bulk-picked = marcadas
bulk-everything = Todas as { $n } que o filtro encontra
bulk-everything-many = Todas as que o filtro encontra (primeiro são contadas)
bulk-to-list = Ir à lista
bulk-ask = O que fazer com elas
bulk-count = Contar o que mudaria
bulk-count-again = Contar de novo
bulk-start-n = { $n ->
    [one] Alterar { $n } linha
   *[other] Alterar { $n } linhas
}
bulk-undo-n = { $n ->
    [one] Desfazer { $n } linha
   *[other] Desfazer { $n } linhas
}
bulk-says-chosen = As linhas estão escolhidas. Nada mudou: diga o que fazer com elas e você vê antes o que aconteceria.
bulk-says-counting = Cada linha é experimentada e desfeita, para dizer o que aconteceria. Nada muda.
bulk-would-change = { $n ->
    [0] Nenhuma linha mudaria.
    [one] { $n } linha mudaria. Nada mudou ainda.
   *[other] { $n } linhas mudariam. Nada mudou ainda.
}
bulk-would-leave = { $n ->
    [0] Nenhuma linha fica de fora.
    [one] { $n } linha fica de fora; o motivo está abaixo.
   *[other] { $n } linhas ficam de fora; os motivos estão abaixo.
}
bulk-would-go-back = { $n ->
    [0] Do jeito que está agora, nenhuma delas poderia ser desfeita depois.
   *[other] Do jeito que está agora, { $n } de { $all } poderiam ser desfeitas depois.
}
bulk-says-doing = Continua linha por linha, mesmo se você sair desta página.
bulk-did-change = { $n ->
    [0] Nenhuma linha mudou.
    [one] { $n } linha mudou.
   *[other] { $n } linhas mudaram.
}
bulk-did-refuse = { $n ->
    [0] Todas as linhas escolhidas.
    [one] { $n } linha não mudou; o motivo está abaixo.
   *[other] { $n } linhas não mudaram; os motivos estão abaixo.
}
bulk-undo-until = Você pode desfazer tudo até { $until }: cada linha que ninguém mexeu desde então recebe de volta o que tinha.
bulk-undo-over = O prazo para desfazer acabou.
bulk-says-undoing = Está sendo desfeito linha por linha, mesmo se você sair desta página.
bulk-did-undo = { $n ->
    [0] Nenhuma linha foi desfeita.
    [one] { $n } linha tem de novo o que tinha.
   *[other] { $n } linhas têm de novo o que tinham.
}
bulk-did-stay = { $n ->
    [0] Nada disso restou.
    [one] { $n } linha não pôde ser desfeita; o motivo está abaixo.
   *[other] { $n } linhas não puderam ser desfeitas; os motivos estão abaixo.
}
bulk-says-dropped = Você desistiu antes de qualquer mudança.
bulk-so-far = { $n } de { $all }
bulk-stopped = O programa teve de parar aqui
bulk-stopped-more = O que foi feito fica feito. Você pode continuar com o resto ou desfazer o que foi feito.
bulk-left = Ficam de fora, e por quê
bulk-refused = Recusadas na sua vez, e por quê
bulk-stays = Não desfeitas, e por quê
bulk-wordings-more = { $n ->
    [one] e mais { $n } parecida
   *[other] e mais { $n } parecidas
}
bulk-state-chosen = linhas escolhidas
bulk-state-counting = contando
bulk-state-counted = contado
bulk-state-doing = em andamento
bulk-state-done = feito
bulk-state-undoing = sendo desfeito
bulk-state-undone = desfeito
bulk-state-dropped = abandonado
bulk-row-chosen = ainda não vista
bulk-row-fits = mudaria
bulk-row-left = fica de fora
bulk-row-done = alterada
bulk-row-refused = recusada
bulk-row-undone = desfeita
bulk-row-stays = não desfeita
entity-bulk-run = ação em muitas linhas

field-bulk = Ação
field-ids = Linhas
field-bulk-choose-all = Todas as que o filtro encontra
field-filter = Filtro
field-run = Ação em muitas linhas
field-input = O que fazer com elas
field-rule = Regra

action-bulk-choose = Escolher linhas para uma ação em muitas
action-bulk-choose-done = Linhas escolhidas; nada mudou
action-bulk-count = Contar o que uma ação em muitas linhas mudaria
action-bulk-count-done = Contado; nada mudou
action-bulk-start = Fazer uma ação em muitas linhas
action-bulk-start-done = Iniciado
action-bulk-undo = Desfazer uma ação em muitas linhas
action-bulk-undo-done = Começou a desfazer
action-bulk-drop = Desistir
action-bulk-drop-done = Nada mudou
action-bulk-go-on = Continuar
action-bulk-go-on-done = Continua
action-bulk-step = Continuar uma ação em muitas linhas
action-bulk-step-done = Próximas linhas feitas
action-bulk-halt = Parar uma ação em muitas linhas
action-bulk-halt-done = Parada
event-bulk-choose = linhas escolhidas para uma ação em muitas
event-bulk-count = contado o que uma ação em muitas linhas mudaria
event-bulk-start = ação em muitas linhas iniciada
event-bulk-undo = ação em muitas linhas sendo desfeita
event-bulk-drop = ação em muitas linhas abandonada
event-bulk-go-on = ação em muitas linhas continuou
event-bulk-step = próximas linhas de uma ação em muitas
event-bulk-halt = ação em muitas linhas parada

refusal-bulk-unknown = Não há ação em muitas linhas com o nome { $name }.
refusal-bulk-none = Marque pelo menos uma linha.
refusal-bulk-too-many = { $n } linhas estão escolhidas, e no máximo { $max } podem mudar de uma vez. Estreite o filtro ou faça em partes.
refusal-bulk-far-too-many = Mais de { $n } linhas foram encontradas, e no máximo { $max } podem mudar de uma vez. Estreite o filtro.
refusal-bulk-not-now = Isto não pode ser feito agora: está em “{ $state }”.
refusal-bulk-no-row = Nenhuma linha mudaria.
refusal-bulk-too-late = Podia ser desfeito até { $until }.
refusal-bulk-touched = Alguém mexeu nela desde então. Nada foi sobrescrito.
refusal-bulk-no-way-back = O que ela tinha antes não pode ser devolvido por uma ação.
setting-bulk-rows-max = Linhas que uma ação em muitas pode mudar
setting-bulk-undo-hours = Horas em que uma ação em muitas linhas pode ser desfeita
