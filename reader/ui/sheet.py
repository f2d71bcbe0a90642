"""The few rules of style the palette can't express."""

from __future__ import annotations

from reader import assets
from reader.ui.theme import Theme

_RULES = """
* {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 6px; }}
QLabel#dim, QLabel#small {{ color: {dim}; }}
QToolButton#quiet {{ color: {dim}; padding: 1px; }}
QToolButton#quiet:hover, QToolButton#quiet:focus {{ color: {text}; }}
QLabel#emptyTitle {{ font-size: 20pt; font-weight: 600; }}
QLabel#ownSign {{ color: {accent}; border: 2px dashed {accent}; border-radius: 4px; font-weight: bold; }}
QFrame#card {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#banner {{ background: {notice}; border: 0; border-bottom: 1px solid {border}; }}
QFrame#banner[error="true"] {{ background: {error}; }}
QListWidget#contents {{ background: {background}; border: 0; padding: 8px 4px; }}
QListWidget#contents::item {{ border-radius: 4px; }}
QListWidget#contents::item:selected {{ background: {accent}; color: {accent_text}; }}
QLabel#header {{ color: {dim}; padding: 6px 16px; }}
QFrame#findBar {{ background: {background}; border: 0; border-bottom: 1px solid {border}; }}
QToolBar {{ border: 0; border-bottom: 1px solid {border}; padding: 3px 6px; spacing: 2px; }}
QToolBar::separator {{ width: 1px; margin: 6px 6px; background: {border}; }}
QStatusBar {{ border-top: 1px solid {border}; }}
QStatusBar QLabel {{ padding: 0 8px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {border}; }}
QSlider::sub-page:horizontal {{ border-radius: 2px; background: {dim}; }}
QSlider::handle:horizontal {{
    width: 14px; height: 14px; margin: -6px 0; border: 1px solid {base}; border-radius: 8px; background: {accent};
}}
QSlider::handle:horizontal:focus {{ border: 2px solid {text}; }}
QProgressBar {{ border: 1px solid {border}; border-radius: 5px; background: {base}; max-height: 8px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QStatusBar::item {{ border: 0; }}
QMainWindow::separator {{ width: 1px; background: {border}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {dim}; border-radius: 3px; background: {base};
}}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QCheckBox::indicator:focus {{ border: 2px solid {text}; width: 12px; height: 12px; }}
QCheckBox::indicator:disabled {{ border-color: {border}; }}
QCheckBox::indicator:checked:disabled {{ background: {dim}; border-color: {dim}; }}
QPushButton {{
    background: {button}; color: {text}; border: 1px solid {border}; border-radius: 4px; padding: 4px 14px;
}}
QPushButton:hover {{ border-color: {dim}; }}
QPushButton:pressed {{ background: {border}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 3px 13px; }}
QPushButton:disabled {{ color: {dim}; }}
QPushButton#primary {{
    background: {accent}; color: {accent_text}; border: 1px solid {accent};
    border-radius: 4px; padding: 5px 16px;
}}
QPushButton#primary:disabled {{ background: {button}; color: {dim}; border-color: {border}; }}
QPushButton#primary:focus {{ border: 2px solid {text}; padding: 4px 15px; }}
"""


def sheet(theme: Theme) -> str:
    """Return the style sheet for a theme."""
    colours = {name: colour.name() for name, colour in theme.window._asdict().items()}
    tick = "light" if theme.window.accent_text.lightness() > 127 else "dark"
    return _RULES.format(**colours, check=assets.path("icons", f"check-{tick}.svg").as_posix())
