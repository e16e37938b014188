/**
 * What buttons and links are called that only the customer presses, on every site: buying, paying, ordering, moving money,
 * signing, accepting terms, ending an account or a contract. Both columns (must match, must not match) are
 * test/config/builtin-names.test.ts. Lower case, without accents: names are compared so.
 */
import type { NamePhrases } from '../shared/block-phrases.ts';

export const builtinNames: readonly NamePhrases[] = [
  // English
  {
    phrases:
      'buy|purchase|pay|order|accept|i accept|agree|i agree|accept and continue|[i] agree and continue|accept and [place] order|one click buy|buy now with 1 click|' +
      '<confirm/review/order/continue/agree/buy/book/accept> and pay|pay and [place] order|pay and continue|pay securely|sign|sign and <submit/send/accept/continue>|' +
      '<accept/agree> and sign|sign here|e sign|adopt and sign|confirm signature|order with obligation to pay|complete checkout|[i have] read and <accept/agree to> [the] terms [and conditions]|' +
      '<check out/checkout> with *|click to sign|transfer now|send money now|withdraw <now/funds/money>|sell now|donate [now]|donate and pay|start [my/your] [free] trial|start [my/your] subscription|[yes] [permanently] delete account permanently|permanently delete [my/your/the/this] account',
    buttons:
      'sell|subscribe|<transfer/withdraw/wire>|<transfer/withdraw/wire/send> [the/this] <money/funds/cash>|send payment|send \\p{Sc}\\d\\S*|send \\d\\S* \\p{Sc}|<sell/buy/trade/short> to <open/close>|cash out|top up|invest|bid|make transfer|subscribe to [the/this/our] [annual/monthly/yearly] <plan/premium/membership>',
    pairs: [
      ['[yes] <delete/close/deactivate/terminate/remove>', '[my/your/the/this] <account/profile permanently>'],
      ['[yes] <cancel/end/terminate/renew>', '[my/your/the/this] <subscription/membership/plan/contract/policy>'],
      [
        '<confirm/complete/finish/finalize/finalise>',
        '[my/your/the/this] <booking/reservation/withdrawal/trade/bid/sale/subscription/cancellation/donation/investment>',
      ],
      ['<place/submit>', '[my/your/the/a/this] <bid/trade/sell order/buy order/application/claim/tax return>'],
      ['<accept/sign>', '[the/this/my/your] <quote/proposal/mandate/form>'],
      ['sell', '[my/the/all] <shares/position/fund/funds>|all'],
      [
        'buy|purchase',
        '[the/this/my/your/a/an] [\\d+] [item/items/product/products/ticket/tickets/article/articles/plan/pass/licence/license/gift card/subscription/selected items/it/all]',
      ],
      ['pay', '[for] [the/this/my/your] [invoice/bill/order/deposit/balance/total/amount/fee/fees/tickets/items/rent/fine/it/all]'],
      ['order', '[the/this/my/your] [\\d+] [item/items/product/products/ticket/tickets/it/all]'],
      [
        'place|submit|confirm|complete|finish|send|finalize|finalise',
        '[my/your/the/an/this] order|[my/your/the/this] purchase|[my/your/the/this] order and pay',
      ],
      [
        'submit|confirm|complete|make|finish|authorize|authorise|approve|send',
        '[my/your/the/a/this] [bank] transfer|[my/your/the/a/this] payment|[my/your/the/this] transaction',
      ],
      [
        'sign|accept|confirm',
        '[the/this/my/your] contract|[the/this/my/your] agreement|[the/this] document|[the/these] documents|[the/this/my/your] lease|[the/this] offer',
      ],
      [
        '[i] accept|[i] agree to|[i] agree with',
        '[the/our/all/your/these] terms [of service/of use/of sale] [and conditions]|[the/our/all/your] conditions|[the/our] [user/license/licence] agreement',
      ],
    ],
    tails: 'now|today|here|online|electronically|securely|with *|via *|by card|by bank transfer|by invoice|in full|and continue|and pay',
  },
  // French
  {
    phrases:
      'acheter|payer|regler|commander|signer|accepter|j accepte|accepter et <continuer/payer/signer>|<commander/confirmer/valider> et payer|command<e/er> avec obligation de paiement|' +
      'acheter en 1 clic|signer et envoyer|lu et approuve|signer electroniquement|achat immediat|' +
      'virer|virer maintenant|envoyer l argent|donner maintenant|faire un don [maintenant]|je <donne/achete/commande/paie/signe/souscris>|souscrire|j achete|encherir|resilier|me desabonner definitivement',
    buttons:
      'vendre|s abonner|je m abonne|abonnez vous|<transferer/retirer/envoyer> <l/de l/mon> argent|<transferer/retirer> <les/des/mes> fonds|investir|placer l ordre|encaisser',
    pairs: [
      ['[oui] <supprimer/fermer/cloturer/desactiver>', '[definitivement] <mon/votre/le/ce> compte'],
      ['[oui] <resilier/annuler/renouveler>', '<mon/votre/l/le/ce> <abonnement/contrat/forfait/adhesion>'],
      ['<confirmer/finaliser/valider>', '<la/ma/votre/le/mon/l> <reservation/virement/retrait/vente/offre/resiliation/souscription/don>'],
      ['<accepter/signer>', '<le/ce/mon/la> <devis/mandat/proposition>'],
      ['<deposer/envoyer/soumettre>', '<ma/la/votre> <demande/declaration>'],
      [
        'acheter|payer|commander',
        '[le/la/les/l/ce/cet/cette/mon/ma/mes/un/une/des] [\\d+] [billet/billets/article/articles/produit/produits/panier/abonnement/commande/facture/achat]',
      ],
      [
        'passer|valider|confirmer|finaliser|envoyer|payer|regler',
        '[la/ma/votre/une] commande|[l/mon/votre/un] achat|[la/ma/votre] facture',
      ],
      ['valider|confirmer|effectuer|finaliser|proceder au', '[le/mon/votre/un] paiement|[le/mon/votre/un] virement'],
      ['signer|accepter', '[le/mon/votre/ce] contrat|[le/ce] document|[l/cette] offre'],
      ['[j] accepte|accepter', '[les/vos/ces] conditions [generales] [de vente/d utilisation]|[les] cg[v/u]|[les] termes [et conditions]'],
    ],
    tails: 'maintenant|tout de suite|en ligne|avec *|par carte|par virement|et continuer|et payer',
  },
  // Italian
  {
    phrases:
      'acquista|acquistare|compra|comprare|paga|pagare|ordina|ordinare|firma|accetto|accetta|accetta e <continua/paga/firma>|<conferma/ordina/concludi/procedi> e paga|' +
      'ordin<e/a> con obbligo di pag<amento/are>|compra con 1 click|firma e invia|firma digitalmente|' +
      'abbonati e paga|dona [ora]|invia denaro ora|vendi ora|sottoscrivi|trasferisci ora|disdici|preleva ora|fai un offerta vincolante',
    buttons:
      'vendi|abbonati|mi abbono|trasferisci|trasferisci <denaro/fondi>|<invia/preleva/manda> <denaro/fondi/contanti>|preleva|investi|bonifico immediato|fai un offerta',
    pairs: [
      ['[si] <elimina/chiudi/disattiva/cancella>', '[il mio/il tuo/l/il/questo] <account/conto/profilo> [definitivamente]'],
      ['[si] <disdici/annulla/rinnova/termina>', '[il mio/il tuo/l/il] <abbonamento/contratto/piano>'],
      [
        '<conferma/completa/concludi>',
        '[la/la tua/la mia/il/l] <prenotazione/bonifico/prelievo/vendita/offerta/disdetta/donazione/trasferimento>',
      ],
      ['<autorizza/esegui/dispone>', '[il] <pagamento/bonifico/trasferimento>'],
      ['<accetta/firma>', '[il/la/questo] <preventivo/mandato/proposta>'],
      ['<invia/presenta>', '[la] <domanda/richiesta/dichiarazione>'],
      [
        'acquista|compra|paga|ordina',
        '[il/lo/la/i/gli/le/l/un/una/questo/questa] [\\d+] [biglietto/biglietti/articolo/articoli/prodotto/prodotti/abbonamento/carrello/ordine]',
      ],
      [
        'conferma|completa|concludi|invia|effettua',
        '[l/il tuo/il mio/un] ordine|[l/il tuo/il mio/un] acquisto|[il/un] pagamento|[il/un] bonifico',
      ],
      ['firma|accetta|accetto', '[il/questo] contratto|[il/questo] documento|[l] offerta'],
      ['accetta|accetto', '[i/le/tutte le] termini [e condizioni]|[i/le/tutte le] condizioni [generali] [di vendita/d uso]'],
    ],
    tails: 'ora|adesso|subito|online|con *|tramite bonifico|e continua|e paga',
  },
  // Spanish
  {
    phrases:
      'comprar|compra|pagar|paga|pedir|ordenar|firmar|acepto|aceptar|aceptar y <continuar/pagar/firmar>|<confirmar/pedir/comprar> y pagar|pedido con obligacion de pago|comprar <con/en> 1 clic|' +
      'firmar y enviar|firmar electronicamente|' +
      'donar [ahora]|contratar [ahora]|vender ahora|transferir ahora|enviar dinero ahora|retirar fondos|pujar',
    buttons:
      'vender|suscribirse|suscribirme|suscribete|transferir|transferir <dinero/fondos>|<enviar/retirar> <dinero/fondos/efectivo>|invertir',
    pairs: [
      ['[si] <eliminar/borrar/cerrar/desactivar>', '[mi/tu/la/esta] cuenta [definitivamente]'],
      ['[si] <cancelar/anular/renovar>', '[mi/tu/la/el] <suscripcion/contrato/plan/membresia>'],
      ['<confirmar/completar/finalizar>', '[la/mi/tu/el] <reserva/transferencia/retirada/venta/puja/baja/suscripcion/donacion>'],
      ['<autorizar/aprobar>', '[el/la] <pago/transferencia>'],
      ['<aceptar/firmar>', '[el/la/este] <presupuesto/mandato/propuesta>'],
      ['<enviar/presentar>', '[la/mi] <solicitud/declaracion>'],
      [
        'comprar|pagar|pedir',
        '[el/la/los/las/este/esta/mi/mis/un/una] [\\d+] [entrada/entradas/billete/billetes/articulo/articulos/producto/productos/suscripcion/pedido/factura]',
      ],
      [
        'realizar|confirmar|completar|finalizar|tramitar|enviar|efectuar|hacer',
        '[el/mi/tu/su/un] pedido|[la/mi/tu/su/una] compra|[el/mi/tu/su/un] pago|[la/una] transferencia',
      ],
      ['firmar|aceptar', '[el/este/mi] contrato|[el/este] documento|[la/esta] oferta'],
      ['acepto|aceptar', '[los/todos los] terminos [y condiciones]|[las/todas las] condiciones [generales] [de venta/de compra/de uso]'],
    ],
    tails: 'ahora|ya|en linea|online|con *|por transferencia|y continuar|y pagar',
  },
  // German
  {
    phrases:
      'kaufen|bestellen|bezahlen|zahlen|sofortkauf|akzeptieren|ich akzeptiere|ich stimme zu|zustimmen|<zustimmen/akzeptieren> und <weiter/fortfahren>|[jetzt/sofort] <kaufen/bestellen/bezahlen/zahlen/unterschreiben>|' +
      'mit 1 click kaufen|[jetzt] <zahlungspflichtig/kostenpflichtig/verbindlich> <bestellen/buchen/kaufen>|<bestellen/kaufen/bestatigen/buchen> und [be]zahlen|unterschreiben|unterzeichnen|' +
      'unterschreiben und <absenden/senden>|elektronisch unterschreiben|ich stimme [den/allen] <agb/bedingungen/nutzungsbedingungen/allgemeinen geschaftsbedingungen> zu|[jetzt] mit * [be]zahlen|[jetzt] per <rechnung/lastschrift/uberweisung> [be]zahlen|' +
      'jetzt <uberweisen/spenden/verkaufen/kundigen/buchen/abonnieren>|uberweisen|geld <senden/uberweisen>|kundigen|<verbindlich/kostenpflichtig/zahlungspflichtig> reservieren|mit * kaufen|kostenlos testen und abonnieren',
    buttons: 'verkaufen|abonnieren|<auszahlen/einzahlen>|geld <abheben/auszahlen/einzahlen>|investieren|bieten|geld an * senden',
    pairs: [
      ['[ja] [mein/das/dieses] <konto/kundenkonto/benutzerkonto/profil>', '[endgultig/jetzt] <loschen/schliessen/auflosen/deaktivieren>'],
      ['[mein/das/den/meinen] <abo/abonnement/vertrag/mitgliedschaft>', '[jetzt] <kundigen/verlangern/beenden>'],
      [
        '[meine/die/den/mein/das] <buchung/reservierung/auszahlung/verkauf/gebot/kundigung/spende>',
        '[jetzt] <bestatigen/abschliessen/abgeben/absenden>',
      ],
      ['[den/meinen] <auftrag/dauerauftrag/lastschrift>', '[jetzt] <freigeben/erteilen/bestatigen/ausfuhren>'],
      ['[den/meinen/die] <antrag/steuererklarung>', '[jetzt] <absenden/einreichen/stellen>'],
      ['[das/dieses/den] <angebot/mandat/kostenvoranschlag>', '[jetzt] <annehmen/erteilen/bestatigen>'],
      ['[meine/die] bestellung', '[jetzt] abschicken|absenden|abschliessen|aufgeben|bestatigen|bestatigen und bezahlen|bezahlen'],
      ['[den/meinen] kauf|[die] zahlung|[die] uberweisung', '[jetzt] abschliessen|bestatigen|freigeben|ausfuhren'],
      ['[den/diesen] vertrag|[das] dokument|[das] angebot', '[jetzt] unterschreiben|unterzeichnen|abschliessen|annehmen|akzeptieren'],
      ['ich akzeptiere', '[die/alle] <agb/bedingungen/nutzungsbedingungen/allgemeinen geschaftsbedingungen>'],
      [
        '[den/die/allen] <agb/bedingungen/nutzungsbedingungen/allgemeine geschaftsbedingungen/allgemeinen geschaftsbedingungen>',
        '<akzeptieren/zustimmen/annehmen>',
      ],
      [
        '[\\d+] <artikel/produkt/produkte/ticket/tickets/karten/fahrkarte/fahrkarten/gutschein/ware/abo/rechnung>',
        '[jetzt] kaufen|[jetzt] bestellen|[jetzt] bezahlen',
      ],
      ['abo|abonnement', 'abschliessen|kostenpflichtig abschliessen'],
    ],
    tails: 'jetzt|online|mit *|und weiter',
  },
  // Portuguese
  {
    phrases:
      'comprar|compre|pagar|pague|encomendar|pedir|assinar|aceito|aceitar|concordo|<aceitar/concordar> e <continuar/pagar/assinar>|<confirmar/comprar/encomendar> e pagar|' +
      '<pedido/encomenda/encomendar> com obrigacao de pag<amento/ar>|comprar com 1 clique|assinar e enviar|assinar digitalmente|li e aceito [os] termos [e condicoes]|' +
      'doar [agora]|contratar [agora]|vender agora|transferir agora|enviar dinheiro agora|<assinar/assine> <agora/plano>|subscrever [agora]|fechar pedido|dar lance',
    buttons: 'vender|transferir|transferir <dinheiro/fundos>|<enviar/levantar/sacar> dinheiro|sacar|investir|subscreva|assine',
    pairs: [
      ['[sim] <excluir/eliminar/apagar/encerrar/fechar/desativar>', '[minha/a minha/sua/a sua/a/esta] conta [definitivamente]'],
      ['[sim] <cancelar/renovar>', '[minha/a minha/sua/a/o/meu] <assinatura/subscricao/contrato/plano>'],
      ['<confirmar/concluir/finalizar>', '[a/minha/sua/o] <reserva/transferencia/saque/levantamento/venda/lance/doacao/cancelamento>'],
      ['<autorizar/aprovar>', '[o/a] <pagamento/transferencia>'],
      ['<aceitar/assinar>', '[o/este/a] <orcamento/mandato/proposta>'],
      ['<enviar/submeter>', '[a/minha/o] <candidatura/declaracao/solicitacao/pedido de credito>'],
      [
        'comprar|pagar|encomendar|pedir',
        '[o/a/os/as/este/esta/meu/minha/um/uma] [\\d+] [bilhete/bilhetes/ingresso/ingressos/artigo/artigos/produto/produtos/pedido/fatura]',
      ],
      [
        'fazer|realizar|confirmar|concluir|finalizar|completar|enviar|efetuar|efectuar',
        '[o/meu/seu/um] pedido|[a/minha/sua/uma] encomenda|[a/minha/sua] compra|[o/meu/seu/um] pagamento|[a/uma] transferencia',
      ],
      ['assinar|aceitar', '[o/este/meu] contrato|[o/este] documento|[a/esta] proposta'],
      [
        'aceito|aceitar|concordo com|concordar com',
        '[os/todos os] termos [e condicoes] [de uso]|[as/todas as] condicoes [gerais] [de venda]',
      ],
    ],
    tails: 'agora|ja|online|com *|por transferencia|e continuar|e pagar',
  },
  // Japanese: no spaces, the object goes first.
  {
    phrases:
      '[今すぐ]<購入/購入する/買う/注文/注文する/支払う/支払いをする/決済する/申し込む/契約する>|ワンクリックで購入|1クリックで[今すぐ]買う|購入[を]確定[する]|購入手続きを完了する|[ご]注文[を]確定[する]|' +
      '注文を<完了/送信>する|<この/上記の>内容で<注文/購入/申し込み>[する]|この内容で申し込む|[お]支払い[を]<する/確定する/完了する>|決済を<確定/完了>する|お申し込みを確定する|契約[書]に<署名/同意>する|' +
      '署名[して送信]する|署名|電子署名する|同意する|同意して<続ける/進む/購入する/注文する/申し込む/次へ>|[利用]規約に同意<する/して続ける/して次へ>|承諾する|<商品/チケット/カートの商品/この商品>を<購入する/注文する/買う>|' +
      '<振込/送金/寄付/入札/売却/解約/退会/購読/定期購入>する|[今すぐ]<送金/寄付>する|振り込む|<振込/送金/予約/入札/売却/解約/退会/出金/取引/お申し込み>を<実行/確定/完了>[する]|[この/上記の]内容で<注文/購入/申し込み/予約/振込/送金>を<確定/実行>する|予約を<確定/完了>する|アカウントを[完全に]<削除/閉鎖>[する]|はい アカウントを削除[する]|<契約/定期購入/サブスクリプション>を<解約/終了>する|<同意/登録>して<契約する/支払う>|<paypay/paypal/カード/クレジットカード/銀行振込/コンビニ/apple pay/google pay/amazon pay>で支払う|<見積もり/見積/提案>を承諾する|申請を<送信/提出>する',
    buttons: '売る|売却|売却する|売り注文|購読|送金|振込|振り込み|出金|出金する|投資する|入札',
    pairs: [],
    tails: '',
  },
  // Arabic, after hamza, ta marbuta and alef maqsura are folded.
  {
    phrases:
      '<اشتر/اشتري/شراء> [الان]|اشتر بنقره واحده|<ادفع/دفع/الدفع> [الان]|<تاكيد/اتمام/تنفيذ> <الدفع/الطلب/الشراء>|اطلب [الان]|طلب الان|<ارسال/تقديم> الطلب|<تاكيد/الطلب/التاكيد> و[ال]دفع|' +
      '<وقع/توقيع> [علي] [العقد]|التوقيع علي العقد|توقيع وارسال|<اوافق/موافق/اقبل>|<اوافق/الموافقه> علي [جميع] الشروط [والاحكام]|<قبول/اقبل> [جميع] الشروط [والاحكام]|موافقه ومتابعه|اوافق واتابع|' +
      'شراء <المنتج/التذاكر/التذكره>|' +
      '<تحويل/ارسل/ارسال> <الان/المبلغ الان>|<تاكيد/تنفيذ/اتمام> <التحويل/الحجز/البيع/السحب/الاشتراك/الالغاء>|تبرع [الان]|بيع [الان]|<حذف/اغلاق/الغاء> <الحساب/حسابي> [نهائيا]|<نعم> <حذف/احذف> حسابي|<الغاء/انهاء/تجديد> <الاشتراك/اشتراكي/العقد>|<توقيع/وقع> <المستند/الوثيقه>|<قبول/اقبل> <العرض/عرض السعر>|وقع الان',
    buttons: 'اشترك|تحويل|<تحويل/ارسال/سحب> <الاموال/المال/اموال/مال>|<ارسل/حول/اسحب> <المال/الاموال>|استثمر|بيع',
    pairs: [],
    tails: 'الان|بواسطه *|عبر *',
  },
];
