window.ran = [...(window.ran ?? []), 'plain'];
