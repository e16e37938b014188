import { describe, expect, it } from 'vitest';
import { isBlockedName } from '../../src/shared/block-phrases.ts';

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

describe('[K4] names that only the customer presses', () => {
  for (const [language, [blocked, free]] of Object.entries(table)) {
    it(`blocks each of the ${language} names`, () => {
      expect(blocked.split('|').filter((name) => !isBlockedName(name))).toEqual([]);
    });
    it(`leaves the other ${language} names alone`, () => {
      expect(free.split('|').filter(isBlockedName)).toEqual([]);
    });
  }

  it('is fast on long and strange names', () => {
    expect(isBlockedName('pay '.repeat(10_000))).toBe(false);
    expect(isBlockedName('')).toBe(false);
    expect(isBlockedName('→ •')).toBe(false);
  });
});
