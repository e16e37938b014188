/** The looks of ink, the same on the page and on its replica. `--k` undoes a scaled view for what is read. */
export const INK_STYLE = `
.inks{position:absolute;inset:0;overflow:hidden;pointer-events:none;font:600 12px/1.3 system-ui,sans-serif}
.inks.fixed{position:fixed}
.ink{position:absolute;left:0;top:0;width:0;height:0}
.ink svg{position:absolute;left:0;top:0;width:1px;height:1px;overflow:visible;filter:drop-shadow(0 0 1px rgba(255,255,255,.9)) drop-shadow(0 1px 2px rgba(0,0,0,.25))}
.ink.vanishing{animation:ink-vanish 1.2s ease-in forwards;animation-delay:2.8s}
.ink .tag,.laser .tag,.ripple .tag{position:absolute;padding:1px 7px;border-radius:9px;color:#fff;white-space:nowrap;max-width:14em;overflow:hidden;text-overflow:ellipsis;transform:translateY(-100%) scale(var(--k,1));transform-origin:0 100%}
.ink .stamp{position:absolute;display:flex;align-items:center;gap:6px;transform:translate(-14px,-100%) scale(var(--k,1));transform-origin:14px 100%;padding:4px 10px 4px 4px;border-radius:18px 18px 18px 4px;color:#fff;font-size:14px;line-height:1.35;box-shadow:0 2px 8px rgba(0,0,0,.28);width:max-content;max-width:260px}
.ink .stamp.bare{padding:4px}
.ink .stamp .sign{flex:none;display:grid;place-items:center;width:24px;height:24px;border-radius:50%;background:#fff;font:700 15px/1 system-ui,sans-serif}
.ink .stamp .said{overflow-wrap:anywhere;font-weight:500}
.laser,.ripple{position:absolute;left:0;top:0;width:0;height:0}
.laser .dot{position:absolute;left:-7px;top:-7px;width:14px;height:14px;border-radius:50%;border:2px solid #fff;box-sizing:border-box;box-shadow:0 0 12px 3px currentColor;background:currentColor}
.laser .tag,.ripple .tag{left:14px;top:-6px}
.trail{position:absolute;left:0;top:0;width:1px;height:1px;overflow:visible;opacity:.6}
.ripple i{position:absolute;left:-26px;top:-26px;width:52px;height:52px;box-sizing:border-box;border:4px solid currentColor;border-radius:50%;animation:ink-ripple .8s ease-out forwards}
.pad{position:absolute;inset:0;pointer-events:auto;cursor:crosshair;touch-action:pinch-zoom;outline:0;background:none}
.pad.fixed{position:fixed}
.pad:focus-visible{box-shadow:inset 0 0 0 3px #7048e8}
.cross{position:absolute;left:0;top:0;width:0;height:0}
.cross::before,.cross::after{content:'';position:absolute;background:#7048e8;box-shadow:0 0 0 1px #fff}
.cross::before{left:-14px;top:-1px;width:28px;height:2px}
.cross::after{left:-1px;top:-14px;width:2px;height:28px}
@keyframes ink-vanish{to{opacity:0}}
@keyframes ink-ripple{from{transform:scale(.2);opacity:1}to{transform:scale(1);opacity:0}}
@media(prefers-reduced-motion:reduce){.ripple i{animation:ink-vanish .8s linear forwards}}`;
