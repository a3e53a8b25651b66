# Actions
action-skill-enter = Cadastrar habilidade
action-skill-enter-done = A habilidade foi cadastrada.
action-skill-change = Alterar habilidade
action-skill-change-done = A habilidade foi alterada.
action-product-enter = Cadastrar produto
action-product-enter-done = O produto foi cadastrado.
action-product-change = Alterar produto
action-product-change-done = O produto foi alterado.
action-product-archive = Retirar de venda
action-product-archive-done = O produto saiu de venda.
action-product-restore = Voltar a vender
action-product-restore-done = O produto voltou a ser vendido.
action-product-set-lead-time = Definir prazo de entrega
action-product-set-lead-time-done = O prazo de entrega foi definido.

# What happened
event-skill-enter = cadastrou a habilidade
event-skill-change = alterou a habilidade
event-product-enter = cadastrou o produto
event-product-change = alterou o produto
event-product-archive = retirou o produto de venda
event-product-restore = recolocou o produto à venda
event-product-set-lead-time = definiu um prazo de entrega

# Words
product-kind-equipment = equipamento
product-kind-part = peça de reposição
product-kind-service = serviço
product-kind-software = software
day-count-calendar = dias corridos
day-count-working = dias úteis

# Fields
field-code = Código
field-unit = Unidade
field-by-slots = Ocupa vagas de produção
field-plant-calendar = Calendário da fábrica
field-installation = Trabalho de instalar uma unidade
field-skill = Habilidade
field-minutes = Minutos
field-transport-days = Dias de transporte
field-transport-count = Transporte conta
field-price = Preço de tabela
field-lead-time = Prazo de entrega
products-lead-days = Prazo de entrega em dias
field-days = Dias
field-count = Dias contam como
field-archived = Fora de uso
field-id = Produto
hint-lead-time = Sem ele, uma máquina ou peça não pode ser prometida.
hint-product-set-lead-time-from = Cada pedido mantém o prazo da sua própria data.

# Pages
products-title = Produtos
products-about = O que vendemos, quanto demora e o trabalho de instalar
products-find = Nome ou código
products-sold = À venda
products-on-sale = à venda
products-off-sale = fora de venda
products-install-minutes = Minutos no local
products-no-lead-time = Sem prazo de entrega
products-cannot-promise = Nenhuma data de embarque pode ser prometida até a produção informar um prazo.
products-none-title = Nenhum produto assim
products-none = Nada corresponde a esses filtros.
products-empty-title = Ainda não há produtos
products-empty = Datas de embarque, horas de instalação e peças partem dos produtos. Cadastre o primeiro ou importe a sua lista.
products-facts = O produto
products-kind = Tipo
products-way = Caminho até o cliente
products-minutes = { $n ->
        [one] um minuto por unidade
       *[other] { $n } minutos por unidade
    }
products-lead-times = Prazos de entrega
products-in-force = em vigor
products-set-at = Definido em
catalog-days = { $count ->
        [working] { $days ->
            [one] um dia útil
           *[other] { $days } dias úteis
        }
       *[calendar] { $days ->
            [one] um dia
           *[other] { $days } dias
        }
    }
skills-title = Habilidades
skills-about = O que é preciso saber fazer no local do cliente
skills-archived = fora de uso
skills-empty-title = Ainda não há habilidades
skills-empty = Equipes têm habilidades e produtos precisam delas. Cadastre a primeira.

# Refusals
refusal-field-range = precisa ficar entre { $from } e { $to }
refusal-field-year = fica fora dos anos de 1970 a 2200
refusal-field-unknown-reference = indica algo que não existe
refusal-product-code = precisa ter de 1 a 40 letras, algarismos ou - _ . /
refusal-product-code-taken = já pertence a outro produto
refusal-product-no-slots = só o que é fabricado ocupa vagas de produção
refusal-product-price = não pode ser menor que zero
refusal-product-skill-twice = aparece duas vezes na lista; some os minutos
refusal-skill-name-taken = já é o nome de outra habilidade
refusal-lead-time-back-dated = mudaria o passado; pode valer a partir de { $earliest }
possible-lead-time-from = Fazer valer a partir de { $earliest }.

bulk-product-archive = Arquivar
