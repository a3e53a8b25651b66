# Configurações
setting-offer-valid-days = Dias de validade de uma proposta
setting-offer-discount-writer = Maior desconto de quem escreve propostas, por cento
setting-offer-discount-head = Maior desconto do diretor de vendas, por cento
setting-offer-discount-company = Maior desconto da empresa, por cento
setting-offer-remind-days = Dias antes do vencimento em que o responsável pela proposta é lembrado
