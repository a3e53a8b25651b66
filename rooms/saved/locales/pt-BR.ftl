saved-views = Visões salvas
saved-view-opens = abre aqui
saved-view-menu = Visão { $name }
saved-view-rename = Renomear
saved-view-replace = Substituir pelo que se vê
saved-view-usual = Abrir a lista com ela
saved-view-not-usual = Não abrir mais a lista com ela

saved-view-sharing-mine = para mim
saved-view-sharing-area = minha área
saved-view-sharing-sphere = minha esfera
saved-view-sharing-role = um papel
saved-view-sharing-company = todos

field-sharing = Para quem
field-page = Página
field-usual = Abrir a lista com ela
field-saved-view-keep-query = O que se vê
field-saved-view-change-query = O que se vê
field-view = Visão
hint-saved-view-keep-role = Só quando a visão é para um papel.

action-saved-view-keep = Guardar esta visão
action-saved-view-keep-done = Visão guardada
action-saved-view-change = Alterar a visão
action-saved-view-change-done = Visão alterada
action-saved-view-remove = Remover
action-saved-view-remove-done = Visão removida
action-saved-view-restore = Trazer a visão de volta
action-saved-view-restore-done = Visão de volta
event-saved-view-keep = visão de uma lista guardada
event-saved-view-change = visão de uma lista alterada
event-saved-view-remove = visão de uma lista removida
event-saved-view-restore = visão de uma lista trazida de volta

refusal-saved-view-settings = Só quem cuida das configurações escolhe visões para um papel ou para todos, e com o que as listas dos outros abrem. Você pode guardá-la para si, para sua área ou sua esfera.
refusal-saved-view-no-area = Você não tem posto em nenhuma área, então não há equipe para quem guardá-la. Guarde-a para si.
refusal-saved-view-no-sphere = Você não pertence a nenhuma das esferas. Guarde-a para si ou para sua área.
refusal-saved-view-no-list = não é a página de uma lista
refusal-saved-view-name-taken = já é o nome da visão “{ $name }”. Escolha outro nome, ou substitua aquela visão.
refusal-saved-view-others = Outra pessoa cuida desta visão. Guarde uma sua ao lado dela.
refusal-saved-view-removed = Esta visão foi removida.
refusal-saved-view-there = Esta visão está aí; não há nada para trazer de volta.
