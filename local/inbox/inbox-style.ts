/** List and mail side by side where there is room for both, each with its own scrollbar; otherwise one above the other. */
export const inboxStyle = `
  aside { background: var(--side); border-bottom: 1px solid var(--line); }
  aside header { display: flex; justify-content: space-between; align-items: baseline; padding: 0.75rem 1rem; }
  ol { list-style: none; margin: 0; padding: 0; max-height: 12.5rem; overflow-y: auto; }
  li a { display: block; padding: 0.5rem 1rem; border-top: 1px solid var(--line); border-left: 0.25rem solid transparent;
    color: inherit; text-decoration: none; }
  li a:hover { background: var(--chosen); }
  li a[aria-current] { background: var(--chosen); border-left-color: var(--link); }
  .top { display: flex; justify-content: space-between; align-items: baseline; gap: 0.5rem; }
  .top .quiet { margin-left: auto; }
  .subject { display: block; font-size: 0.875rem; overflow-wrap: anywhere; }
  main { display: flex; flex-direction: column; gap: 0.75rem; padding: 1rem; min-width: 0; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; font-size: 0.8125rem; }
  dt { color: var(--quiet); }
  dd { margin: 0; overflow-wrap: anywhere; }
  .views { display: flex; flex-wrap: wrap; gap: 0 0.25rem; border-bottom: 1px solid var(--line); }
  .views > a { padding: 0.375rem 0.75rem; text-decoration: none; border-bottom: 0.1875rem solid transparent; }
  .views > a[aria-current] { border-bottom-color: var(--link); font-weight: 700; }
  .views .download { margin-left: auto; padding-right: 0; text-decoration: underline; }
  iframe { width: 100%; height: 85vh; height: 85dvh; }
  @media (min-width: 56rem) {
    body { display: grid; grid-template-columns: 22rem minmax(0, 1fr); height: 100vh; height: 100dvh; }
    aside { display: flex; flex-direction: column; min-height: 0; border-right: 1px solid var(--line); border-bottom: 0; }
    aside nav { min-height: 0; overflow-y: auto; }
    ol { max-height: none; overflow-y: visible; }
    main { overflow-y: auto; padding: 1rem 1.5rem; }
    iframe { flex: 1; min-height: 20rem; height: auto; }
  }
`;
