/** Português: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: {
    what: 'Não é possível abrir “{url}”: não é um endereço da web.',
    next: 'Cole um endereço que comece por http:// ou https://.',
  },
  BAD_REQUEST: { what: 'Não foi possível ler isto: {reason}.', next: 'Verifique o que escreveu.' },
  UNAUTHORIZED: { what: 'Você não entrou na sua conta.', next: 'Entre novamente.' },
  SIGN_IN_FAILED: {
    what: 'Não é possível entrar: o login ou a senha está incorreto.',
    next: 'Verifique ambos ou peça um novo link a um administrador.',
  },
  PROVIDER_REFUSED: { what: 'Não é possível entrar com a conta da empresa.', next: 'Tente novamente ou fale com um administrador.' },
  PASSWORD_WEAK: {
    what: 'Esta senha não pode ser usada.',
    next: 'Escolha de 12 a 200 caracteres, e não o seu nome: uma frase, por exemplo.',
  },
  WELCOME_INVALID: {
    what: 'Este link para escolher uma senha não é válido.',
    next: 'Serve uma só vez, durante três dias; peça um novo a um administrador.',
  },
  LOGIN_TAKEN: { what: 'Já existe uma pessoa com o login “{login}”.', next: 'Escolha outro login.' },
  LAST_ADMIN: { what: 'Este é o último administrador.', next: 'Primeiro, torne outra pessoa administradora.' },
  USER_NOT_FOUND: { what: 'Esta pessoa não existe.', next: 'Consulte a lista de pessoas.' },
  KEY_NOT_FOUND: { what: 'Esta chave não existe.', next: 'Consulte a lista de chaves.' },
  COMPANY_NOT_FOUND: { what: 'Esta empresa não existe.', next: 'Verifique o endereço que lhe foi dado.' },
  COMPANY_TAKEN: { what: 'Já existe uma empresa “{id}”.', next: 'Escolha outro identificador.' },
  FORBIDDEN: { what: 'Você não tem permissão para fazer isto.', next: 'Peça essa permissão a um administrador.' },
  TARGET_NOT_ALLOWED: { what: '{host} não pode ser aberto aqui: {reason}.', next: 'Peça a um administrador que o permita.' },
  WRONG_ORIGIN: { what: 'Este pedido veio de outro site.', next: 'Abra novamente a página a partir do seu próprio endereço.' },
  NOT_FOUND: { what: 'Não há nada aqui.', next: 'Verifique o endereço.' },
  SESSION_NOT_FOUND: { what: 'Esta sessão não existe.', next: 'Peça um novo link ao seu agente.' },
  SESSION_ENDED: { what: 'Esta sessão terminou.', next: 'Peça um novo link ao seu agente.' },
  LINK_UNKNOWN: { what: 'Este link não é válido.', next: 'Peça um novo link ao seu agente.' },
  LINK_EXPIRED: { what: 'Este link expirou.', next: 'Peça um novo link ao seu agente.' },
  LINK_USED: {
    what: 'Este link já foi usado em outro navegador.',
    next: 'Peça um novo link ao seu agente; cada um só abre em um navegador.',
  },
  VISITOR_UNKNOWN: { what: 'Este navegador não faz parte da sessão.', next: 'Abra o link que o seu agente lhe enviou.' },
  PIN_INVALID: { what: 'Este PIN não é válido.', next: 'Verifique os dígitos ou obtenha um novo PIN.' },
  TOO_MANY_TRIES: {
    what: 'Tentativas demais.',
    next: '{seconds, plural, one {Espere # segundo e tente novamente.} other {Espere # segundos e tente novamente.}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'Não há espaço para outra sessão.',
    next: 'Termine primeiro uma sessão ou peça a um administrador que aumente o limite.',
  },
  BOARD_KIND: {
    what: 'Este ficheiro não pode ser mostrado: não é uma imagem ou um vídeo que todos os navegadores mostrem.',
    next: 'Envie PNG, JPEG, WebP, GIF, AVIF, MP4 ou WebM.',
  },
  BOARD_FULL: {
    what: 'Não é possível colocar isto no quadro: é demasiado grande, ou o quadro está cheio.',
    next: 'Envie um ficheiro mais pequeno, ou retire alguma coisa do quadro.',
  },
  BODY_TOO_LARGE: { what: 'Isto ultrapassa {limit} bytes.', next: 'Envie menos ou peça a um administrador que aumente o limite.' },
  HOST_UNKNOWN: { what: 'Nenhum site é servido sob este nome de host.', next: 'Verifique o endereço.' },
  HEADERS_TOO_LARGE: { what: 'Os cabeçalhos do pedido são grandes demais.', next: 'Apague os cookies deste site.' },
  TARGET_UNRESOLVABLE: {
    what: 'Não é possível encontrar {host}: este nome de host não existe.',
    next: 'Verifique a ortografia do endereço.',
  },
  TARGET_UNREACHABLE: { what: 'Não é possível chegar a {host}.', next: 'Tente novamente; o site pode estar fora do ar.' },
  TARGET_TLS: { what: 'Não é possível confiar em {host}: o certificado não é válido.', next: 'Avise o responsável pelo site.' },
  TARGET_PROTOCOL: { what: 'Não é possível entender {host}: a resposta tem defeito.', next: 'Avise o responsável pelo site.' },
  TARGET_BODY_LIMIT: {
    what: 'A resposta de {host} ultrapassa {limit} bytes.',
    next: 'Peça a um administrador que aumente o limite.',
  },
  TARGET_INTEGRITY: {
    what: 'Um arquivo de {host} foi recusado: não é aquele que a página indica.',
    next: 'Foi alterado no lugar onde está guardado; avise o responsável pelo site.',
  },
  TARGET_TIMEOUT: { what: '{host} não responde.', next: 'Tente novamente; o site pode estar lento ou fora do ar.' },
  SITE_DOWN: { what: '{host} não está disponível neste momento.', next: 'Tente novamente dentro de um minuto.' },
  QUOTA: { what: 'Esta sessão pede coisas demais ao mesmo tempo.', next: 'Espere um momento.' },
  POLICY_BROKEN: {
    what: 'Não é possível iniciar: uma regra está com defeito: {reason}.',
    next: 'Um administrador tem de corrigi-la; nenhuma sessão começa sem as suas regras.',
  },
  POLICY_INVALID: { what: 'Não é possível guardar as regras: {reason}.', next: 'Corrija o que está indicado e guarde novamente.' },
  POLICY_STALE: {
    what: 'Entretanto, outra pessoa guardou as regras.',
    next: 'Consulte a versão {version} e faça nela a sua alteração.',
  },
  BRANDING_INVALID: { what: 'Não é possível salvar: {reason}.', next: 'Corrija o que está indicado e salve de novo.' },
  BRANDING_CONTRAST: {
    what: 'A cor {color} é clara demais: o texto tem um contraste de {ratio}, e são necessários 4,5.',
    next: 'Escolha uma mais escura, por exemplo {proposal}.',
  },
  BRANDING_STALE: { what: 'Entretanto outra pessoa salvou.', next: 'Veja a versão {version} e faça a alteração nela.' },
  LOGO_INVALID: { what: 'Este logotipo não serve: {reason}.', next: 'Envie um PNG ou WebP de no máximo 256 KB e 2000 pixels por lado.' },
  NOTICE_CHANGED: { what: 'O aviso legal mudou enquanto esta página estava aberta.', next: 'Leia-o de novo e pressione “Iniciar”.' },
  POLICY_VERSION_NOT_FOUND: { what: 'Esta versão das regras não existe.', next: 'Consulte a lista de versões.' },
  LEAK_TEST_HOLDS: {
    what: 'Não encaminhado a {host}: isto é um teste de vazamento.',
    next: 'Um teste de vazamento não envia nada; abra uma sessão normal para usar o site.',
  },
  INTERNAL: { what: 'Ocorreu um erro do nosso lado.', next: 'Tente novamente; o log contém os detalhes com o identificador {id}.' },
  OFFLINE: { what: 'O gateway não responde.', next: 'Verifique a sua conexão e tente novamente.' },
};
