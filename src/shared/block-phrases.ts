/**
 * Names of buttons and links that mean buying, paying, ordering, signing a contract or accepting terms. Only the whole
 * name counts, with an object or a price at most: "Order" and "Order 2 items for 9 €" are blocked, "Order history" is not.
 * Both columns (must match, must not match) are test/mirror/block-phrases.test.ts.
 */

interface Language {
  /** Whole names. */
  readonly phrases: string;
  /** Beginnings, and the objects that may follow them (in Japanese and German the object goes first: see `phrases`). */
  readonly pairs: readonly (readonly [verbs: string, objects: string])[];
  /** What may stand after either. */
  readonly tails: string;
}

// Between phrases `|`; `[x/y]` may be there, `<x/y>` must; `*` is one to three words. Lower case, without accents: names are compared so.
const languages: readonly Language[] = [
  // English
  {
    phrases:
      'buy|purchase|pay|order|accept|i accept|agree|i agree|accept and continue|[i] agree and continue|accept and [place] order|one click buy|buy now with 1 click|' +
      '<confirm/review/order/continue/agree/buy/book/accept> and pay|pay and [place] order|pay and continue|pay securely|sign|sign and <submit/send/accept/continue>|' +
      '<accept/agree> and sign|sign here|e sign|adopt and sign|confirm signature|order with obligation to pay|complete checkout|[i have] read and <accept/agree to> [the] terms [and conditions]',
    pairs: [
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
      'acheter en 1 clic|signer et envoyer|lu et approuve|signer electroniquement|achat immediat',
    pairs: [
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
      'ordin<e/a> con obbligo di pag<amento/are>|compra con 1 click|firma e invia|firma digitalmente',
    pairs: [
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
      'firmar y enviar|firmar electronicamente',
    pairs: [
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
      'unterschreiben und <absenden/senden>|elektronisch unterschreiben|ich stimme [den/allen] <agb/bedingungen/nutzungsbedingungen/allgemeinen geschaftsbedingungen> zu|[jetzt] mit * [be]zahlen|[jetzt] per <rechnung/lastschrift/uberweisung> [be]zahlen',
    pairs: [
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
      '<pedido/encomenda/encomendar> com obrigacao de pag<amento/ar>|comprar com 1 clique|assinar e enviar|assinar digitalmente|li e aceito [os] termos [e condicoes]',
    pairs: [
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
      '署名[して送信]する|署名|電子署名する|同意する|同意して<続ける/進む/購入する/注文する/申し込む/次へ>|[利用]規約に同意<する/して続ける/して次へ>|承諾する|<商品/チケット/カートの商品/この商品>を<購入する/注文する/買う>',
    pairs: [],
    tails: '',
  },
  // Arabic, after hamza, ta marbuta and alef maqsura are folded.
  {
    phrases:
      '<اشتر/اشتري/شراء> [الان]|اشتر بنقره واحده|<ادفع/دفع/الدفع> [الان]|<تاكيد/اتمام/تنفيذ> <الدفع/الطلب/الشراء>|اطلب [الان]|طلب الان|<ارسال/تقديم> الطلب|<تاكيد/الطلب/التاكيد> و[ال]دفع|' +
      '<وقع/توقيع> [علي] [العقد]|التوقيع علي العقد|توقيع وارسال|<اوافق/موافق/اقبل>|<اوافق/الموافقه> علي [جميع] الشروط [والاحكام]|<قبول/اقبل> [جميع] الشروط [والاحكام]|موافقه ومتابعه|اوافق واتابع|' +
      'شراء <المنتج/التذاكر/التذكره>',
    pairs: [],
    tails: 'الان|بواسطه *|عبر *',
  },
];

const compiled: readonly RegExp[] = languages.flatMap(({ phrases, pairs, tails }) => {
  const tail = tails === '' ? '' : `(?:${compile(tails)})?`;
  const bodies = [compile(phrases), ...pairs.map(([verbs, objects]) => `(?:${compile(verbs)})(?:${compile(objects)})`)];
  return bodies.map((body) => new RegExp(`^(?:${body})${tail}$`, 'u'));
});

/** Is this the name of something only the customer presses? */
export function isBlockedName(name: string): boolean {
  // Longer than any phrase with an object and a price.
  if (name.length > 120) return false;
  const plain = normaliseName(name);
  if (plain === '') return false;
  const bare = plain.replace(PRICE, ' ').replace(/\s+/g, ' ').trim();
  return compiled.some((pattern) => pattern.test(`${plain} `) || pattern.test(`${bare} `));
}

/** Lower case, no accents, no signs but those of prices, single spaces. */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u0655\u0670\u0640]/g, '') // Latin accents, Arabic vowel signs, hamza and stretcher; Japanese sound marks stay
    .normalize('NFC')
    .replace(/\u0671/g, '\u0627')
    .replace(/\u0629/g, '\u0647')
    .replace(/\u0649/g, '\u064a')
    .replace(/ß/g, 'ss')
    .replace(/[&+]/g, ' and ')
    .replace(/[^\p{L}\p{N}\p{Sc}.,]+/gu, ' ')
    .replace(/[.,](?!\d)|(?<!\d)[.,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const CURRENCY =
  '(?:\\p{Sc}|円|元|us ?\\p{Sc}|usd|eur|euros?|gbp|jpy|chf|cad|aud|brl|mxn|sek|nok|dkk|pln|aed|sar|egp|ريال|درهم|جنيه|kr|zl|r ?\\p{Sc})';
const AMOUNT = '\\d[\\d., ]*';
const PRICE = new RegExp(
  `(?:^| )(?:(?:for|of|only|total|pour|de|per|di|a|por|fur|von) )?(?:${CURRENCY} ?${AMOUNT}(?: ?${CURRENCY})?|${AMOUNT} ?${CURRENCY})(?:を)?(?= |$|支払|購入|決済)`,
  'u',
);

/** The notation of the table as a pattern in which every word ends in a space. */
function compile(list: string): string {
  return list
    .split('|')
    .map((phrase) =>
      (phrase.match(/(?:[^ [<]|\[[^\]]*\]|<[^>]*>)+/g) ?? [])
        .map((word) => {
          if (word === '*') return '(?:\\S+ ){1,3}';
          // A group that is the whole word takes the space with it; inside a word it has none.
          const whole = /^([[<])([^\]>]*)[\]>]$/.exec(word);
          if (whole) return `(?:${(whole[2] ?? '').split('/').join(' |')} )${whole[1] === '[' ? '?' : ''}`;
          return `${word.replace(/\[([^\]]*)\]|<([^>]*)>/g, (_all, may: string | undefined, must: string) => (may === undefined ? `(?:${must.replaceAll('/', '|')})` : `(?:${may.replaceAll('/', '|')})?`))} `;
        })
        .join(''),
    )
    .join('|');
}
