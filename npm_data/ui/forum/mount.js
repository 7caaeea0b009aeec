// What Streamlit calls whenever it has something to show, and at the end.

const screens = new WeakMap();

export default function mount(component) {
  const root = component.parentElement;
  const screen = screens.get(root);
  if (screen) screen.take(component);
  else screens.set(root, new Screen(root, component));
  return () => {
    screens.get(root)?.end();
    screens.delete(root);
  };
}
