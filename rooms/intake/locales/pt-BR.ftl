# Acts
action-intake-begin = Iniciar uma importação
action-intake-begin-done = A importação começou.
event-intake-begin = iniciou uma importação
action-intake-chunk = Gravar uma parte da importação
action-intake-chunk-done = A parte foi gravada.
event-intake-chunk = importou uma parte de um arquivo
action-intake-rehearse = Testar uma parte da importação
action-intake-rehearse-done = Testado; nada foi gravado.
event-intake-rehearse = testou uma parte de uma importação
action-intake-finish = Concluir a importação
action-intake-finish-done = A importação foi concluída.
event-intake-finish = concluiu uma importação
action-intake-undo = Desfazer esta importação
action-intake-undo-done = A importação foi desfeita; não restou nada dela.
event-intake-undo = desfez uma importação
event-intake-take-back = retirado junto com a importação

# Fields
field-intake-begin-kind = O que o arquivo contém
field-intake-begin-source = De onde vêm os dados
field-intake-begin-file-name = Nome do arquivo
field-intake-begin-sha256 = SHA-256 do arquivo
field-intake-begin-mapping = Mapeamento (TOML)
field-intake-begin-mode = Quando houver linhas erradas
field-intake-chunk-run = Importação
field-intake-chunk-drafts = Conteúdo
field-intake-rehearse-kind = O que o arquivo contém
field-intake-rehearse-source = De onde vêm os dados
field-intake-rehearse-drafts = Conteúdo
field-intake-finish-run = Importação
field-intake-finish-failed = Parou no meio
field-intake-finish-notes = O que se diz do arquivo
field-intake-undo-run = Importação

# Stored words
import-kind-accounts = Contas
import-kind-sites = Unidades
import-kind-contacts = Contatos
import-kind-products = Produtos
import-kind-order-lines = Pedidos
import-mode-dry-run = Simulação: não gravar nada
import-mode-valid-only = Gravar o que está certo
import-mode-all-or-nothing = Tudo ou nada
import-state-running = Em andamento
import-state-done = Concluída
import-state-undone = Desfeita
import-state-failed = Parou no meio
import-entity-account = Conta
import-entity-site = Unidade
import-entity-contact = Contato
import-entity-product = Produto
import-entity-order = Pedido

# Refusals
refusal-import-mapping = { $count ->
    [one] O mapeamento não serve: { $problems }
   *[other] O mapeamento não serve em { $count } pontos: { $problems }
}
refusal-import-file = Não foi possível ler o arquivo: { $reason }
refusal-import-kind-unknown = indica { $kind }, que não é accounts, sites, contacts, products nem order-lines
refusal-import-rehearsed = Foi só um teste: tudo foi executado e nada foi gravado.
refusal-import-dry-run-writes-nothing = é uma simulação, que não grava nada e dispensa este passo
refusal-import-other-kind = contém itens de outro tipo que não o da importação
refusal-import-not-running = Esta importação não aceita mais partes: { $state }.
refusal-import-undone-already = Esta importação já foi desfeita.
refusal-import-touched = { $count ->
    [one] Alguém já trabalhou com um item desta importação: { $names }. Nada foi desfeito.
   *[other] Alguém já trabalhou com { $count } itens desta importação: { $names }. Nada foi desfeito.
}
refusal-import-account-unknown = { $code } não é uma conta desta origem, e o arquivo não traz um nome para ela
refusal-import-product-unknown = { $code } não é um produto conhecido, e o arquivo não traz um nome para ele
refusal-import-site-unknown = { $name } não é uma unidade desta conta
refusal-import-new-needs = é necessário, porque este produto é novo
refusal-import-archived = { $name } está arquivado aqui; não foi alterado
refusal-import-order-differs = O pedido { $number } já foi importado com outro conteúdo; altere-o aqui ou desfaça antes aquela importação
refusal-import-order-split = As linhas do pedido { $number } não estão juntas; ordene o arquivo pelo número do pedido
refusal-import-order-disagrees = As linhas do pedido { $number } não dizem a mesma coisa aqui
refusal-import-order-currencies = Um mesmo pedido tem preços em moedas diferentes
refusal-import-currency-unknown = não é uma moeda da ISO 4217
refusal-import-in-future = está no futuro

# What is wrong with a cell
import-cell-required = não pode ficar vazio
import-cell-too-long = tem mais de { $max } caracteres
import-cell-control-character = contém caracteres que não podem ser exibidos
import-cell-code-became-date = é um código que o programa de planilhas transformou em data; grave a coluna como texto
import-cell-number-invalid = não é um número
import-cell-number-out-of-range = é um número grande demais para ser guardado com exatidão
import-cell-mark-not-stated = tem ponto ou vírgula, e o mapeamento não diz qual é o separador decimal
import-cell-not-whole = precisa ser um número inteiro
import-cell-too-small = precisa ser no mínimo { $min }
import-cell-too-large = pode ser no máximo { $max }
import-cell-too-many-decimals = tem mais de { $scale } casas decimais
import-cell-currency-mismatch = está em moeda diferente da indicada no mapeamento
import-cell-currency-invalid = não é uma moeda
import-cell-date-invalid = não é uma data na ordem indicada no mapeamento
import-cell-date-impossible = é uma data que não existe no calendário
import-cell-two-digit-year = tem ano de dois dígitos, e o mapeamento não diz de que século
import-cell-date-order-not-stated = é uma data, e o mapeamento não diz em que ordem vêm dia e mês
import-cell-time-invalid = não é um horário
import-cell-time-unexpected = traz um horário onde se espera só o dia
import-cell-time-skipped = é um horário que não existe ali, porque o relógio é adiantado
import-cell-time-twice = é um horário que ocorre duas vezes ali, porque o relógio é atrasado
import-cell-choice-unknown = precisa ser um destes: { $values }
import-cell-boolean-invalid = não é sim nem não
import-cell-no-rule-applies = não se encaixa em nenhuma regra do mapeamento
import-cell-spreadsheet-error = é um erro da planilha
import-cell-formula-without-result = é uma fórmula cujo resultado não está no arquivo; salve-o de novo
import-cell-too-few-cells = A linha tem { $found } células, o cabeçalho { $expected }
import-cell-too-many-cells = A linha tem { $found } células, o cabeçalho { $expected }
import-cell-duplicate-key = tem a mesma chave da linha { $first_row }

# What is wrong with a mapping
import-mapping-wrong-target = o mapeamento é para { $detail }
import-mapping-unknown-field = não existe o campo { $field }
import-mapping-field-twice = o campo { $field } é preenchido duas vezes
import-mapping-required-field-unmapped = nada preenche o campo { $field }, que é obrigatório
import-mapping-unknown-column = o arquivo não tem a coluna { $column }
import-mapping-ambiguous-column = várias colunas se chamam { $column }; indique-a pela posição, por exemplo #3
import-mapping-unmapped-column = a coluna { $column } não está mapeada nem ignorada
import-mapping-mapped-and-ignored = a coluna { $column } está mapeada e também ignorada
import-mapping-currency-not-stated = a moeda de { $field } não foi indicada, ou foi indicada duas vezes
import-mapping-currency-invalid = { $detail } não é uma moeda
import-mapping-date-order-not-stated = { $field } precisa da ordem de dia, mês e ano (date_order)
import-mapping-decimal-mark-not-stated = { $field } precisa do separador decimal (decimal_mark)
import-mapping-zone-not-stated = { $field } precisa do fuso dos horários locais (zone)
import-mapping-zone-unknown = não existe o fuso { $detail }
import-mapping-separator-invalid = separador e aspas precisam ser dois caracteres simples e diferentes
import-mapping-condition-invalid = uma condição de { $field } precisa ter exatamente um teste
import-mapping-otherwise-without-when = { $field } tem “otherwise” sem “when”
import-mapping-step-does-not-fit = não é possível aplicar { $detail } a { $field }
import-mapping-value-does-not-fit = { $detail } não serve para { $field }

# What stops a whole file
import-file-io = não é possível abri-lo ou lê-lo até o fim.
import-file-limit = há mais { $limit } do que { $maximum }.
import-file-mixed-encoding = a linha { $utf8_line } está em UTF-8, a linha { $other_line } não.
import-file-encoding-contradiction = o mapeamento diz { $stated }, o arquivo está em { $found }.
import-file-bad-encoding = a linha { $line } não está em { $encoding }.
import-file-unsupported-format = é um arquivo do tipo { $found }; é possível ler CSV, CSV.GZ e XLSX.
import-file-unclosed-quote = as aspas abertas na linha { $line } nunca são fechadas.
import-file-stray-after-quote = há texto depois das aspas finais na linha { $line }.
import-file-nul-character = a linha { $line } contém um caractere NUL.
import-file-bad-gzip = está danificado ou incompleto.
import-file-bad-workbook = a pasta de trabalho está danificada ou protegida.
import-file-sheet-not-found = não existe a planilha { $sheet }; existem { $sheets }.
import-file-no-header = não há nomes de colunas na linha { $row }.
import-file-mapping-syntax = o mapeamento não tem a forma certa ({ $detail }).
import-file-write = não foi possível gravá-lo.
import-limit-cell-bytes = bytes em uma célula
import-limit-row-bytes = bytes em uma linha
import-limit-columns = colunas
import-limit-rows = linhas
import-limit-inflated-bytes = bytes depois de descompactado
import-limit-inflate-ratio = bytes por byte compactado
import-limit-parts = partes
import-limit-held-part-bytes = bytes de textos ou estilos
import-limit-shared-strings = textos
import-limit-mapping-bytes = bytes de mapeamento
import-limit-cell-chars = caracteres em uma célula
import-limit-group-rows = linhas em um documento

# The command
refusal-import-nobody = Ninguém que trabalha aqui tem o endereço { $email }.
import-progress-checking = Verificando: { $rows } linhas
import-progress-writing = Gravando: { $rows } linhas, { $things } itens
import-progress-taking-back = Desfazendo o que foi gravado
import-report-rows = { $rows } linhas lidas, { $refused } recusadas
import-report-things = { $entity }: { $new } novos, { $changed } alterados, { $same } iguais, { $refused } recusados
import-report-lines = Linhas de pedido: { $lines }; pedidos só de devolução: { $cancelling }; linhas sem preço: { $free }
import-report-sums = Vendido { $sold }, devolvido { $cancelled }, restante { $net }
import-report-several = { $count ->
    [one] Uma chave tem vários valores; nenhum foi escolhido:
   *[other] { $count } chaves têm vários valores; nenhum foi escolhido:
}
import-report-fault = Linha { $row }, coluna { $column }: { $text }
import-report-fault-row = Linha { $row }: { $text }
import-report-more = … e mais { $count }
import-report-nothing-written = Nada foi gravado.
import-report-run = Importação { $run }: { $state }. Pode ser desfeita por inteiro enquanto ninguém tiver trabalhado com ela.
import-report-errors-in = O que está errado está listado em { $file }.
