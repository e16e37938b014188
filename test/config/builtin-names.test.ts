import { describe, expect, it } from 'vitest';
import { builtinNames } from '../../src/config/builtin-names.ts';
import { blockedNames } from '../../src/shared/block-phrases.ts';

const isBlocked = blockedNames(builtinNames);
/** Of a link: what counts there counts on a button, too. */
const isBlockedName = (name: string) => isBlocked(name, 'link');

/** [must match, must not match] of each language. */
const table: Record<string, readonly [string, string]> = {
  English: [
    'Buy|Buy now|BUY NOW|Buy it now|Buy 2 items|Buy now for $12.99|Buy tickets|Purchase|Pay|Pay now|Pay $49.99|Pay 49,99 €|Pay with PayPal|Pay by card|Pay invoice|Place order|Place your order|' +
      'Order now|Order|Order 2 items for 9 €|Confirm order|Submit order|Confirm and pay|Confirm & pay|Complete purchase|Complete your order|Submit payment|Confirm payment|Confirm transfer|Sign contract|Sign the agreement|' +
      'Sign here|Accept|I accept|I agree|Accept terms|Accept terms and conditions|I accept the terms and conditions|Agree and continue|Agree to terms|→ Pay now ←|Order with obligation to pay',
    'Sign in|Sign up|Sign out|Accept cookies|Accept all cookies|Accept all|Order history|Orders|My orders|Order status|Order by price|Track order|View order|Cancel order|Payment methods|Add to cart|Checkout|' +
      'Proceed to checkout|Continue|Submit|Save|Buyer protection|Buying guide|How to pay|Pay slip|Payslips|Terms and conditions|Contract details|Confirm|Confirm e-mail|Signature|Pay history|Order form|Send|Send message|Agreements|Place|Complete|Complete profile',
  ],
  French: [
    'Acheter|Acheter maintenant|Payer|Payer 12,50 €|Payer par carte|Commander|Passer la commande|Passer commande|Valider la commande|Valider ma commande|Confirmer et payer|Confirmer le paiement|Commande avec obligation de paiement|' +
      'Signer le contrat|J’accepte|J’accepte les conditions générales de vente|Accepter les CGV|Accepter et continuer|Effectuer le virement|Acheter des billets',
    'Se connecter|Accepter les cookies|Tout accepter|Historique des commandes|Mes commandes|Suivre ma commande|Annuler la commande|Ajouter au panier|Valider|Conditions générales de vente|CGV|Moyens de paiement|Signaler|Envoyer',
  ],
  Italian: [
    'Acquista|Acquista ora|Compra|Paga|Paga ora|Paga 20 €|Paga con carta|Ordina|Conferma ordine|Conferma l’ordine|Invia ordine|Conferma e paga|Ordine con obbligo di pagamento|Firma il contratto|Accetto|Accetta e continua|' +
      'Accetto i termini e condizioni|Effettua il pagamento|Completa l’acquisto',
    'Accedi|Accetta i cookie|Accetta tutti|I miei ordini|Cronologia ordini|Annulla ordine|Aggiungi al carrello|Conferma|Termini e condizioni|Metodi di pagamento|Invia|Firma elettronica info',
  ],
  Spanish: [
    'Comprar|Comprar ahora|Pagar|Pagar ahora|Pagar 20 €|Pagar con tarjeta|Pedir|Realizar pedido|Confirmar pedido|Confirmar el pedido|Finalizar compra|Tramitar pedido|Confirmar y pagar|Pedido con obligación de pago|' +
      'Firmar el contrato|Acepto|Aceptar y continuar|Acepto los términos y condiciones|Aceptar las condiciones de uso|Confirmar pago|Comprar entradas',
    'Iniciar sesión|Aceptar cookies|Aceptar todas|Aceptar todas las cookies|Mis pedidos|Historial de pedidos|Cancelar pedido|Añadir al carrito|Confirmar|Términos y condiciones|Métodos de pago|Enviar',
  ],
  German: [
    'Kaufen|Jetzt kaufen|Bestellen|Jetzt bestellen|Zahlungspflichtig bestellen|Jetzt zahlungspflichtig bestellen|Kostenpflichtig buchen|Bezahlen|Jetzt bezahlen|Mit PayPal bezahlen|Bestellung abschicken|Bestellung bestätigen|' +
      'Bestellung jetzt abschicken|Kauf abschließen|Kaufen für 9,99 €|Überweisung freigeben|Zahlung bestätigen|Vertrag unterschreiben|Ich stimme zu|Ich stimme den AGB zu|AGB akzeptieren|Ich akzeptiere die AGB|Zustimmen und weiter|2 Tickets kaufen|Bestellen und bezahlen',
    'Anmelden|Cookies akzeptieren|Alle akzeptieren|Alle Cookies akzeptieren|Bestellungen|Meine Bestellungen|Bestellung|Bestellung stornieren|Bestellung verfolgen|AGB|Verträge|In den Warenkorb|Zur Kasse|Weiter|Zahlungsarten|Absenden|Kaufberatung|Bestätigen|Artikel',
  ],
  Portuguese: [
    'Comprar|Comprar agora|Pagar|Pagar agora|Pagar 20 €|Pagar R$ 20,00|Pagar com cartão|Encomendar|Fazer pedido|Confirmar pedido|Confirmar a encomenda|Finalizar compra|Confirmar e pagar|Assinar contrato|Assinar o contrato|Aceito|' +
      'Aceitar e continuar|Aceito os termos e condições|Confirmar pagamento|Comprar ingressos',
    'Entrar|Aceitar cookies|Aceitar todos|Meus pedidos|Histórico de pedidos|Cancelar pedido|Adicionar ao carrinho|Confirmar|Termos e condições|Métodos de pagamento|Enviar',
  ],
  Japanese: [
    '購入|購入する|今すぐ購入|今すぐ買う|注文する|注文を確定する|注文確定|ご注文を確定する|この内容で注文する|支払う|今すぐ支払う|お支払いする|決済する|1,200円を支払う|申し込む|契約に署名する|署名する|同意する|同意して続ける|利用規約に同意する|商品を購入する',
    'ログイン|Cookieに同意する|すべて許可|注文履歴|注文状況|購入履歴|お支払い方法|カートに入れる|レジに進む|利用規約|キャンセル|送信|次へ|契約内容',
  ],
  Arabic: [
    'اشتر الآن|اشتري الآن|شراء|ادفع|ادفع الآن|الدفع الآن|تأكيد الدفع|اطلب الآن|تأكيد الطلب|إتمام الطلب|إتمام الشراء|توقيع العقد|وقّع العقد|أوافق|أوافق على الشروط والأحكام|الموافقة على الشروط|قبول الشروط والأحكام',
    'تسجيل الدخول|قبول ملفات تعريف الارتباط|سجل الطلبات|طلباتي|الطلب|إلغاء الطلب|طرق الدفع|أضف إلى السلة|الشروط والأحكام|إرسال|متابعة|العقد',
  ],
};

/** As they stand on shops, banks, brokers, insurers and in settings of accounts: further rows of both columns. */
const more: Record<string, readonly [string, string]> = {
  English: [
    'Pay £20.00|Pay with Apple Pay|Pay with Google Pay|Buy with PayPal|Buy with Apple Pay|Check out with PayPal|Start subscription|Start free trial|Start my free trial|Book and pay|Complete booking|Confirm booking|Confirm reservation|Make transfer|Transfer now|Approve payment|Authorise payment|Donate|Donate now|Donate $20|Place bid|Confirm bid|Sign|Sign now|Sign document|Sign and submit|E-sign|Click to sign|Accept and sign|I accept the terms|Accept offer|Accept quote|Delete account|Delete my account|Close account|Permanently delete account|Cancel subscription|Cancel my plan|Withdraw funds|Sell now|Sell shares|Confirm trade|Confirm sale|Place trade|Submit application|Confirm withdrawal|Pay bill|Pay my bill|Yes, delete my account|Deactivate account|Submit claim|Submit tax return|Confirm purchase|Order and pay',
    'Buy guide|Buyer’s guide|How to buy|Why buy from us|Payment options|Payments|Pay slips|Paying in|Transfer history|Transfers|Order details|Repeat order|My subscriptions|Subscriptions|Subscribe to newsletter|Sign in|Sign up now|Sign in with Google|Book|Books|Booking.com|Bookings|My bookings|Book club|Donations|About donations|Delete|Delete item|Delete message|Delete draft|Delete photo|Account|Account settings|Close|Close window|Cancel|Apply|Apply filter|Apply coupon|Sell on our site|Selling|Trade-in|Withdrawals|Top|Top up history|Renewals|Reserve|Reservations|Contract|Sign language|Sell',
  ],
  French: [
    'Payer ma commande|Confirmer la commande|Commander et payer|Payer avec PayPal|Confirmer la réservation|Effectuer un virement|Valider le virement|Confirmer le virement|Faire un don|Je donne|Signer|Signer électroniquement|Supprimer mon compte|Supprimer le compte|Fermer mon compte|Résilier mon abonnement|Résilier|Souscrire|Souscrire maintenant|Enchérir|Payer 20,00 €|Achat immédiat|Finaliser ma commande|Régler ma commande|J’achète|Je commande|Je paie|Accepter l’offre|Accepter le devis|Confirmer l’achat',
    'Guide d’achat|Commandes|Paiements|Virements|Historique des virements|Mes abonnements|S’abonner à la newsletter|Réservations|Mes réservations|Supprimer|Supprimer l’article|Fermer|Mon compte|Signaler un abus|Dons|Comment payer|Facture|Achats|Vendre',
  ],
  Italian: [
    'Paga adesso|Completa ordine|Concludi ordine|Conferma acquisto|Conferma pagamento|Conferma prenotazione|Effettua bonifico|Conferma bonifico|Dona ora|Dona|Firma|Firma ora|Firma contratto|Firma il documento|Elimina account|Elimina il mio account|Elimina il tuo account|Chiudi conto|Sottoscrivi|Paga con PayPal|Paga 20,00 €|Accetta offerta|Accetta l’offerta|Accetta preventivo|Disdici abbonamento|Annulla abbonamento|Autorizza pagamento',
    'Guida all’acquisto|Pagamenti|Bonifici|Storico bonifici|I miei abbonamenti|Iscriviti alla newsletter|Prenotazioni|Le mie prenotazioni|Elimina|Elimina articolo|Chiudi|Il mio account|Conto|Firme|Donazioni|Come pagare|Acquisti|Vendi',
  ],
  Spanish: [
    'Comprar ya|Hacer pedido|Finalizar pedido|Confirmar compra|Confirmar reserva|Realizar transferencia|Confirmar transferencia|Hacer transferencia|Donar|Donar ahora|Firmar|Firmar ahora|Firmar documento|Eliminar cuenta|Eliminar mi cuenta|Borrar cuenta|Cerrar cuenta|Cancelar suscripción|Contratar|Contratar ahora|Pagar con PayPal|Pagar 20,00 €|Aceptar oferta|Aceptar presupuesto|Autorizar pago',
    'Guía de compra|Pagos|Transferencias|Historial de transferencias|Mis suscripciones|Suscríbete al boletín|Reservas|Mis reservas|Eliminar|Eliminar artículo|Cerrar|Mi cuenta|Firmas|Donaciones|Cómo pagar|Compras|Contrato|Vender',
  ],
  German: [
    'Kostenpflichtig bestellen|Mit PayPal zahlen|Mit PayPal kaufen|Kauf bestätigen|Bestellung aufgeben|Bestellung absenden|Jetzt abonnieren|Abo abschließen|Jetzt buchen|Verbindlich buchen|Kostenpflichtig reservieren|Buchung abschließen|Buchung bestätigen|Überweisen|Jetzt überweisen|Überweisung ausführen|Überweisung bestätigen|Zahlung freigeben|Auftrag freigeben|Auftrag erteilen|Geld senden|Jetzt spenden|Unterschreiben|Jetzt unterschreiben|Vertrag abschließen|Konto löschen|Mein Konto löschen|Konto schließen|Abo kündigen|Jetzt kündigen|Kündigen|Vertrag kündigen|Jetzt verkaufen|Gebot abgeben|Angebot annehmen|Zahlen|20,00 € bezahlen|Rechnung bezahlen|Bezahlen mit Klarna',
    'Zahlungsmethoden|Überweisungen|Überweisung|Meine Abos|Newsletter abonnieren|Buchungen|Meine Buchungen|Bücher|Löschen|Artikel löschen|Schließen|Mein Konto|Konto|Unterschriften|Spendenkonto|Verkaufsbedingungen|Rechnungen|Kündigungsfrist|Bestellstatus|Zahlungsbedingungen|Kundenkonto|Verkaufen',
  ],
  Portuguese: [
    'Finalizar pedido|Fechar pedido|Confirmar compra|Assinar|Assine agora|Subscrever|Confirmar reserva|Fazer transferência|Confirmar transferência|Doar|Doar agora|Excluir conta|Excluir minha conta|Eliminar conta|Apagar conta|Encerrar conta|Cancelar assinatura|Cancelar subscrição|Contratar|Pagar com PayPal|Pagar com Pix|Autorizar pagamento|Aceitar proposta|Aceitar orçamento',
    'Guia de compra|Pagamentos|Transferências|Histórico de transferências|Minhas assinaturas|Assinaturas|Assine a newsletter|Reservas|Minhas reservas|Excluir|Excluir item|Fechar|Minha conta|Doações|Como pagar|Compras|Contrato|Vender',
  ],
  Japanese: [
    '購入を確定する|今すぐ購入する|注文を確定|支払いを確定する|お支払いを確定する|PayPayで支払う|PayPalで支払う|予約を確定する|契約する|同意して契約する|振り込む|振込を実行する|振込する|送金する|寄付する|アカウントを削除する|アカウントを削除|退会する|解約する|定期購入する|購読する|登録して支払う|入札する|売却する|この内容で注文を確定する',
    '購入ガイド|振込履歴|予約履歴|予約一覧|アカウント|アカウント設定|削除|削除する|閉じる|契約一覧|お気に入り|会員登録|ログイン|寄付について|解約について',
  ],
  Arabic: [
    'اشتر الآن|شراء الآن|تأكيد الحجز|تأكيد التحويل|تبرع الآن|توقيع|وقّع الآن|توقيع المستند|حذف الحساب|حذف حسابي|إغلاق الحساب|إلغاء الاشتراك|بيع الآن|قبول العرض|الدفع عبر PayPal|ادفع 20 ريال',
    'دليل الشراء|التحويلات|سجل التحويلات|اشتراكاتي|الحجوزات|حذف|حذف العنصر|إغلاق|حسابي|الحساب|التبرعات|تسجيل الدخول',
  ],
};

/** [must match, must not match] of buttons: what moves money or binds, said in one word, and what only looks like it. */
const ofButtons: Record<string, readonly [string, string]> = {
  English: [
    'Sell|SELL|Sell now|Sell $120.00|Subscribe|Subscribe now|Subscribe for $9.99|Transfer|Transfer $250|Transfer money|Transfer funds now|Send money|Send $50|Send 50 €|Send payment|Withdraw|Withdraw €20|Withdraw cash|Wire money|Cash out|Top up|Invest|Bid|Bid now|Buy|Pay now',
    'Seller info|Sellers|Selling tips|Sell your car guide|Transfer list|Transfers|Transfer history|Transfer files|Bank transfer details|Subscribers|Subscription|Subscribe to newsletter|Unsubscribe|Send|Send message|Send feedback|Send 2 files|Send code|Money|Withdrawal limits|Investors|Invest in knowledge|Bidding rules|Top|Top up history|Cash|Buyers|Wireframe|Filter|Search|Next',
  ],
  French: [
    'Vendre|Vendre maintenant|S’abonner|S’abonner maintenant|Je m’abonne|Transférer de l’argent|Retirer de l’argent|Envoyer de l’argent|Transférer les fonds|Investir',
    'Vendeur|Vendeurs|Vendre : mode d’emploi|Infos vendeur|Abonnés|Se désabonner|S’abonner à la newsletter|Transférer|Transférer le message|Retirer|Retirer du panier|Envoyer|Envoyer le message|Investisseurs|Argent',
  ],
  Italian: [
    'Vendi|Vendi subito|Abbonati|Abbonati ora|Trasferisci|Trasferisci denaro|Invia denaro|Preleva|Preleva contanti|Investi',
    'Venditore|Info venditore|Vendite|Abbonamento|Abbonati alla newsletter|Trasferisci chiamata|Invia|Invia messaggio|Investitori|Denaro|Disiscriviti',
  ],
  Spanish: [
    'Vender|Vender ahora|Suscribirse|Suscribirme|Transferir|Transferir dinero|Enviar dinero|Retirar dinero|Invertir',
    'Vendedor|Información del vendedor|Ventas|Suscripción|Suscribirse al boletín|Transferir archivos|Enviar|Enviar mensaje|Retirar|Retirar en tienda|Inversores|Darse de baja del boletín',
  ],
  German: [
    'Verkaufen|Jetzt verkaufen|Abonnieren|Jetzt abonnieren|Überweisen|Auszahlen|Geld senden|Geld abheben|Investieren|Bieten',
    'Verkäufer|Verkäuferinformationen|Verkauf|Newsletter abonnieren|Abonnenten|Abonnement|Überweisungsliste|Senden|Nachricht senden|Geld|Investoren|Angebote|Abbestellen|Konto anlegen',
  ],
  Portuguese: [
    'Vender|Vender agora|Transferir|Transferir dinheiro|Enviar dinheiro|Sacar|Levantar dinheiro|Investir|Assine|Subscreva',
    'Vendedor|Informações do vendedor|Vendas|Assinatura|Assine a newsletter|Transferir arquivos|Enviar|Enviar mensagem|Investidores|Dinheiro|Levantar na loja',
  ],
  Japanese: [
    '売る|売却|売却する|購読|購読する|送金|送金する|振込|振り込む|出金|出金する|投資する|入札する',
    '売り手情報|出品者情報|売れ筋|購読者|購読履歴|送金履歴|振込先一覧|出金履歴|投資家情報|入札一覧|送信|検索',
  ],
  Arabic: [
    'بيع|بيع الآن|اشترك|اشترك الآن|تحويل|تحويل الأموال|إرسال المال|سحب الأموال|استثمر',
    'البائع|معلومات البائع|المبيعات|المشتركون|اشترك في النشرة البريدية|قائمة التحويلات|سجل التحويلات|إرسال|إرسال الرسالة|المستثمرون|المال',
  ],
};

describe('[K4] names that only the customer presses', () => {
  for (const [language, [blocked, free]] of [...Object.entries(table), ...Object.entries(more)]) {
    it(`blocks each of the ${language} names`, () => {
      expect(blocked.split('|').filter((name) => !isBlockedName(name))).toEqual([]);
    });
    it(`leaves the other ${language} names alone`, () => {
      expect(free.split('|').filter(isBlockedName)).toEqual([]);
    });
  }

  for (const [language, [blocked, free]] of Object.entries(ofButtons)) {
    it(`blocks each of the ${language} buttons`, () => {
      expect(blocked.split('|').filter((name) => !isBlocked(name, 'button'))).toEqual([]);
    });
    it(`leaves the other ${language} buttons alone`, () => {
      expect(free.split('|').filter((name) => isBlocked(name, 'button'))).toEqual([]);
    });
  }

  it('takes one word of that kind for what it is on a button, and on a link for a way there', () => {
    const words = ['Sell', 'Subscribe', 'Transfer', 'Vendre', 'Verkaufen', '送金', 'تحويل'];
    expect(words.map((word) => [isBlocked(word, 'button'), isBlocked(word, 'link')])).toEqual(words.map(() => [true, false]));
  });

  it('is fast on long and strange names', () => {
    expect(isBlockedName('pay '.repeat(10_000))).toBe(false);
    expect(isBlockedName('')).toBe(false);
    expect(isBlockedName('→ •')).toBe(false);
  });
});
