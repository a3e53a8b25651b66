# Actions
action-capacity-set-slots = Definir vagas de produção
action-capacity-set-slots-done = As vagas foram definidas.
action-capacity-set-transport = Definir prazo de transporte
action-capacity-set-transport-done = O prazo de transporte foi definido.
action-capacity-set-visits = Definir como as equipes trabalham
action-capacity-set-visits-done = Ficou definido como as equipes trabalham.
action-capacity-add-crew = Incluir na equipe
action-capacity-add-crew-done = A equipe aumentou.
action-capacity-change-crew = Alterar horas da equipe
action-capacity-change-crew-done = As horas foram alteradas.
action-capacity-expire-offer = Encerrar data oferecida
action-capacity-expire-offer-done = A data oferecida expirou.
action-part-set-stock = Definir estoque de uma peça
action-part-set-stock-done = O estoque foi definido.
action-part-expect = Registrar peças a receber
action-part-expect-done = As peças estão previstas.
action-part-receive = Receber peças
action-part-receive-done = As peças estão no lugar.

# What happened
event-capacity-set-slots = definiu vagas de produção
event-capacity-set-transport = definiu o prazo de transporte
event-capacity-set-visits = definiu como as equipes trabalham
event-capacity-add-crew = incluiu na equipe
event-capacity-change-crew = alterou horas da equipe
event-capacity-expire-offer = uma data oferecida expirou
event-capacity-moved = moveu uma reserva sem afetar a promessa
event-capacity-customer-merged = passou reservas para o cliente unificado
event-capacity-leave-planned = verificou promessas afetadas pela ausência
event-capacity-leave-cancelled = verificou promessas após o cancelamento da ausência
event-capacity-calendar-changed = verificou promessas afetadas pelo calendário
event-capacity-part-promised = reservou peças
event-capacity-part-delivered = baixou peças do estoque
event-capacity-part-released = liberou peças
event-capacity-part-broken = liberou peças, a promessa foi quebrada
event-part-set-stock = definiu o estoque de uma peça
event-part-expect = registrou peças a receber
event-part-receive = recebeu peças

# Words
capacity-pool-slot = vagas de produção
capacity-pool-crew = horas de equipe
capacity-pool-part = peças
capacity-hold-committed = prometido
capacity-hold-offer = oferecido
capacity-hold-target = meta interna
capacity-beyond = além do que está planejado

# What limits a date
limit-lead-time = Prazo de { $product }: { $basis ->
        [working] { $days ->
            [one] um dia útil
           *[other] { $days } dias úteis
        }
       *[calendar] { $days ->
            [one] um dia
           *[other] { $days } dias
        }
    }, pronto em { $to }
limit-today = O pedido é mais antigo que o prazo: nada sai antes de hoje, { $to }
limit-materials = Materiais de { $product } chegam depois: { $to }
limit-plant-calendar = A fábrica de { $product } não trabalha em { $from }: { $to }
limit-slots-full = Não há vaga de { $product } { $weeks ->
        [one] na semana de { $first }
       *[other] { $stretches ->
            [one] nas { $weeks } semanas de { $first } a { $last }
           *[other] em { $weeks } semanas entre { $first } e { $last }
        }
    }: { $to }
limit-shipped-together = O que embarca junto espera um dia em que todas as fábricas trabalham: { $to }
limit-transport = O transporte leva { $basis ->
        [working] { $days ->
            [one] um dia útil
           *[other] { $days } dias úteis
        }
       *[calendar] { $days ->
            [one] um dia
           *[other] { $days } dias
        }
    }: { $to }
limit-site-ready = O local não fica pronto antes de { $to }
limit-site-calendar = Ninguém trabalha no local em { $from }: { $to }
limit-crews-full = Não há equipe de { $skill } em { $region } livre { $weeks ->
        [one] na semana de { $first }
       *[other] { $stretches ->
            [one] nas { $weeks } semanas de { $first } a { $last }
           *[other] em { $weeks } semanas entre { $first } e { $last }
        }
    }: { $to }
limit-part-supply = De { $product } há { $free } livres; a reposição leva { $basis ->
        [working] { $days ->
            [one] um dia útil
           *[other] { $days } dias úteis
        }
       *[calendar] { $days ->
            [one] um dia
           *[other] { $days } dias
        }
    }: { $to }
limit-part-receipt = De { $product } há { $free } livres; chegam mais até { $to }
limit-store-calendar = O depósito não trabalha em { $from }: { $to }

# Why a reservation no longer fits
capacity-cause-fell = Há menos capacidade do que o prometido { $weeks ->
        [one] na semana de { $first }
       *[other] { $stretches ->
            [one] nas { $weeks } semanas de { $first } a { $last }
           *[other] em { $weeks } semanas entre { $first } e { $last }
        }
    }.
capacity-cause-slipped = Não pode mais começar antes de { $day }.
capacity-cause-part-taken = As peças foram prometidas a outro cliente um instante antes.

# Fields
field-weeks = Semanas
field-week = Semana
field-capacity = Unidades por semana
field-crew-calendar = Calendário das equipes
field-day-minutes-max = Máximo de minutos por dia no local
field-weeks-max = Máximo de semanas por serviço
field-week-minutes-min = Mínimo de minutos que justifica a viagem
field-weekly = Minutos por semana
field-working-days = Em quantos dias
field-by-weekday = Minutos por dia, de segunda a domingo
field-member = Membro da equipe
field-place = Lugar
field-on-hand = Peças no lugar
field-supply-days = Dias até a reposição
field-supply-count = Reposição conta
field-stock = Peça no lugar
field-receipt = Peças a receber
field-booking = Reserva
field-on = Em
field-part = Peça
field-order-date = Data do pedido
field-required-on = Data de embarque exigida
field-shipped-apart = Embarca por partes
field-lines = Itens
hint-capacity-add-crew-name = Para quem não é da casa: um parceiro, uma equipe.
hint-capacity-set-slots-capacity = Menos do que o prometido não é erro: você verá quais promessas são afetadas.

# Pages
capacity-title = Capacidade
capacity-board = Carga
capacity-when = Quando poderíamos?
capacity-parts = Peças
capacity-about = O que cabe nas próximas semanas: vagas de produção e horas de equipe
capacity-load = As próximas semanas
capacity-empty-title = Nada planejado ainda
capacity-empty = Datas podem ser prometidas quando a produção planeja vagas e o serviço planeja equipes. Comece pelas vagas de um produto.
capacity-over = Há mais prometido do que capacidade
capacity-over-line = { $weeks ->
        [one] { $name }: uma semana
       *[other] { $name }: { $weeks } semanas
    }
capacity-over-weeks = { $weeks ->
        [one] uma semana acima do limite
       *[other] { $weeks } semanas acima do limite
    }
capacity-to-risk = Promessas em risco
capacity-last-week = última semana mostrada
capacity-nothing-free = nada livre
capacity-taken-of = Prometido do total
capacity-first-free = Primeira semana livre
capacity-territory = Território
capacity-weeks = { $n } semanas
capacity-week-text = Semana de { $week }: { $taken } de { $capacity }
capacity-summary = { $full } de { $weeks } semanas cheias
capacity-hours = { $hours } h
capacity-hours-minutes = { $hours } h { $minutes } min
capacity-week = Semana
capacity-can = Capacidade
capacity-promised = Prometido
capacity-aimed = Meta interna
capacity-free = Livre
capacity-for = Para quem
capacity-short = faltam { $n }
capacity-no-slots-title = Nenhuma vaga planejada
capacity-no-slots = Um produto que ocupa vagas não pode ser prometido sem elas. Defina quantas unidades cabem em cada semana.
capacity-crew = Quem trabalha lá
capacity-nobody = Ninguém ainda.
capacity-a-week = Por semana
capacity-since = desde { $day }
capacity-until = até { $day }
capacity-terms = Como se trabalha lá
capacity-way = Caminho até lá
capacity-by-product = conforme o produto
capacity-day-most = Máximo por dia no local
capacity-weeks-most = Máximo de semanas por serviço
capacity-week-least = Mínimo para uma viagem
capacity-when-about = A data mais cedo de embarque e instalação e o que as limita
capacity-when-ask = O que é pedido
capacity-when-submit = Calcular as datas
capacity-when-answer = No mais cedo
capacity-cannot-say = Não dá para dizer uma data
capacity-not-by = não até { $until }
capacity-earliest-ship = Embarque mais cedo
capacity-earliest-install = Instalação mais cedo
capacity-slack = Diante da data exigida
capacity-spare = { $days ->
        [0] na conta certa
        [one] um dia de folga
       *[other] { $days } dias de folga
    }
capacity-late-by = { $days ->
        [one] um dia de atraso
       *[other] { $days } dias de atraso
    }
capacity-why = Como se chega a isso
capacity-parts-about = O que está livre, o que está chegando, quanto demora a reposição
capacity-parts-empty-title = Nenhuma peça aqui
capacity-parts-empty = Peças são produtos do tipo peça de reposição. Cadastre uma e diga onde está guardada.
capacity-part-earliest = { $n ->
        [one] uma peça até { $day }
       *[other] { $n } peças até { $day }
    }
capacity-part-not = sem data possível
capacity-places = Onde está
capacity-places-empty-title = Em nenhum lugar
capacity-places-empty = Diga onde a peça está e quanto demora a reposição, e ela poderá ser prometida.
capacity-supply = Reposição
capacity-coming = A receber
capacity-expected = Previsto
capacity-expect-at = Receber em { $place }
capacity-nothing-coming = Nada a receber.

# Refusals
refusal-capacity-too-early = Essa data não pode ser cumprida; a mais cedo é { $earliest }.
refusal-capacity-beyond-horizon = Essa data fica além de { $until }, o último dia planejado.
refusal-part-not-there = { $place } tem { $on_hand }, não { $quantity }.
refusal-part-promised = { $place } tem { $on_hand }, mas só { $free } que não foram prometidas a mais ninguém.
refusal-capacity-taken-meanwhile = Alguém foi mais rápido: o que essa data precisa já foi ocupado.
refusal-capacity-no-region = O cliente não pertence a nenhum território, então não se sabe qual equipe vai até lá.
refusal-capacity-no-lead-time = A produção não informou prazo de { $product } que valha em { $on }.
refusal-capacity-nothing-to-install = Não há nada a instalar aqui.
refusal-capacity-too-much-work = O trabalho de { $skill } é maior do que se pode contar.
refusal-capacity-date-out-of-range = { $date } fica fora dos anos de 1970 a 2200.
refusal-capacity-bad-horizon = O período de { $today } a { $until } não pode ser planejado.
refusal-capacity-overbooked = Na semana de { $week } restam só { $free }; são necessários { $asked }.
refusal-capacity-empty-order = precisa de pelo menos um item
refusal-capacity-duplicate-line = aparece duas vezes
refusal-capacity-zero-quantity = precisa ser maior que zero
refusal-capacity-subject = não diz o que é prometido
refusal-capacity-part-nowhere = { $product } não está em nenhum depósito, então nada se sabe da reposição.
refusal-capacity-no-slots = { $product } não ocupa vagas de produção.
refusal-capacity-not-a-part = { $product } não é peça de reposição.
refusal-capacity-received-already = Essas peças já foram recebidas.
refusal-capacity-until-before-from = fica antes do primeiro dia
refusal-capacity-stretch-too-long = é longe demais: no máximo { $weeks } semanas de uma vez
refusal-capacity-seven-days = precisa de sete números, de segunda a domingo
refusal-capacity-minutes-one-way = informe minutos por semana ou minutos por dia
refusal-capacity-minutes-twice = somado aos outros lançamentos dá { $minutes } minutos em um dia
possible-ship-on = Embarcar em { $earliest }.
possible-install-on = Instalar a partir de { $earliest }.
possible-set-lead-time = Pedir à produção um prazo para { $product }.
