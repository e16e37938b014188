/** While the customer is not there yet: link, code and PIN, whichever suits the call. */
import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';
import { joined } from '../open-sessions.ts';
import { me } from '../sign-in.ts';
import { invitation, joinAddress } from '../state.ts';
import { strings } from '../strings.ts';
import { CopyButton } from './copy-button.tsx';

export function InvitationCard() {
  const words = strings.invite;
  const customerLink = invitation.value?.links.customer;
  const pin = joined.value?.pin || invitation.value?.pin || '';
  const localOnly = 'localOnly' in me.value && me.value.localOnly;
  if (invitation.value?.byPin)
    return (
      <section class="invitation" aria-labelledby="invite-title" data-testid="invitation">
        <div>
          <h2 id="invite-title">{words.redeemed}</h2>
          <p class="soft">{words.redeemedText}</p>
        </div>
        <p class="pending soft" role="status">
          {words.waiting}
        </p>
      </section>
    );
  return (
    <section class="invitation" aria-labelledby="invite-title" data-testid="invitation">
      <div>
        <h2 id="invite-title">{words.title}</h2>
        <p class="soft">{customerLink === undefined ? words.linkGone : words.lead}</p>
      </div>
      <div class="ways">
        {customerLink !== undefined && (
          <>
            <div class="way link">
              <label class="label" for="customer-link">
                {words.link}
              </label>
              <div class="row tight">
                <input
                  id="customer-link"
                  class="field"
                  readOnly
                  value={customerLink}
                  inputMode="url"
                  data-testid="customer-link"
                  onFocus={(event) => event.currentTarget.select()}
                />
                <CopyButton text={customerLink} field="customer-link" />
              </div>
            </div>
            <div class="way scan">
              <QrCode text={customerLink} />
              <p class="small soft">{words.scan}</p>
            </div>
          </>
        )}
        <div class="way pin">
          <p class="label">{words.pin}</p>
          <p class="digits read-out" data-testid="agent-pin" data-pin={pin} aria-label={pin.split('').join(' ')}>
            {(pin.match(/\d{3}/g) ?? []).map((group, at) => (
              <span key={at}>{group}</span>
            ))}
          </p>
          <p class="small soft">{words.pinHow({ address: joinAddress.value })}</p>
        </div>
      </div>
      {localOnly && <p class="notice warn">{words.localOnly}</p>}
      <p class="pending soft" role="status">
        {words.waiting}
      </p>
    </section>
  );
}

/** Dark on white in both themes: scanners read nothing else reliably. The quiet zone of four modules is part of the standard. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 4 });
    let drawn = '';
    code.data.forEach((line, y) => {
      line.forEach((dark, x) => {
        if (dark) drawn += `M${x} ${y}h1v1h-1z`;
      });
    });
    return { size: code.size, path: drawn };
  }, [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={strings.invite.qr} data-testid="qr" shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#101513" />
    </svg>
  );
}
