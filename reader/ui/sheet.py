"""The few rules of style the palette can't express."""

from __future__ import annotations

from reader import assets
from reader.ui.theme import Theme, mix

NUMBER_INSET = 5
"""Pixels to leave before a spin box’s number, where Qt leaves out the padding that the sheet gives it."""
_RULES = """
* {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 6px; }}
QLabel#dim, QLabel#small {{ color: {dim}; }}
QToolButton#quiet {{ color: {dim}; padding: 1px; }}
QToolButton#quiet:hover, QToolButton#quiet:focus {{ color: {text}; }}
QLabel#emptyTitle {{ font-size: 20pt; font-weight: 600; }}
QLabel#ownSign {{ color: {accent}; border: 2px dashed {accent}; border-radius: 4px; font-weight: bold; }}
QFrame#card {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#target {{ background: transparent; border: 3px solid {accent}; }}
QFrame#banner {{ background: {notice}; border: 0; border-bottom: 1px solid {border}; }}
QFrame#banner[error="true"] {{ background: {error}; }}
QListWidget#contents {{ background: {background}; border: 0; padding: 8px 4px; }}
QListWidget#contents::item {{ border-radius: 4px; }}
QListWidget#contents::item:selected {{ background: {accent}; color: {accent_text}; }}
QListWidget#sources {{ background: {base}; padding: 0 3px; }}
QLabel#header {{ color: {dim}; padding: 6px 16px; }}
QLineEdit, QComboBox, QAbstractSpinBox {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 6px;
    selection-background-color: {accent}; selection-color: {accent_text};
}}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {accent}; padding: 2px 5px; }}
QAbstractSpinBox {{ padding: 1px 0 1px 5px; }}
QAbstractSpinBox:focus {{ padding: 0 0 0 4px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {faint}; border-color: {faint}; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: 0; padding: 0; background: transparent; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: 0; padding: 0; background: transparent; }}
QComboBox::drop-down {{ border: 0; width: 20px; subcontrol-position: center right; }}
QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: 10px; height: 10px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 18px; background: transparent; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {pressed}; }}
QComboBox QAbstractItemView {{ border: 1px solid {edge}; }}
QDialog > QTextBrowser, QDialog > QPlainTextEdit, QDialog > QListWidget, PreviewPane > QAbstractScrollArea {{
    border: 1px solid {edge};
}}
QDialog > QTextBrowser:focus, QDialog > QPlainTextEdit:focus, PreviewPane > QAbstractScrollArea:focus {{
    border: 1px solid {accent};
}}
QListWidget, QTableView {{ border: 1px solid transparent; }}
QListWidget:focus, QTableView:focus {{ border-color: {accent}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {border}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {dim}; border: 0; border-bottom: 2px solid transparent; padding: 6px 12px 5px;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:selected:focus {{ background: {notice}; }}
QTabBar::tear {{ width: 0; }}
QTabBar::close-button {{ image: url({cross}); border-radius: 3px; margin: 1px; }}
QTabBar::close-button:hover {{ background: {pressed}; }}
QMenu {{ background: {base}; border: 1px solid {edge}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 28px 5px 14px; }}
QMenu::item:selected {{ background: {accent}; color: {accent_text}; }}
QMenu::item:disabled {{ background: transparent; color: {faint}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QMenu::icon {{ left: 8px; }}
QMenu::indicator {{
    left: 9px; width: 14px; height: 14px; border: 1px solid {dim}; border-radius: 3px; background: {base};
}}
QMenu::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QMenu::indicator:selected {{ border-color: {accent_text}; }}
QScrollBar {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ width: 14px; }}
QScrollBar:horizontal {{ height: 14px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {dim}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px; }}
QToolButton:hover {{ border-color: {border}; }}
QToolButton:checked, QToolButton:pressed {{ background: {pressed}; border-color: {edge}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 2px; }}
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
QPushButton:pressed {{ background: {pressed}; }}
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
    window = theme.window
    colours = {name: colour.name() for name, colour in window._asdict().items()}
    # Edges of fields and the handles of scroll bars stand out at 3:1 from what is around them.
    colours |= {
        "edge": mix(window.dim, window.background, 0.2).name(),
        "faint": mix(window.text, window.background, 0.55).name(),
        "pressed": mix(window.button, window.text, 0.12).name(),
    }
    tick = "light" if window.accent_text.lightness() > 127 else "dark"
    ink = "light" if theme.dark else "dark"
    drawn = {name: assets.path("icons", f"{name}-{ink}.svg").as_posix() for name in ("up", "down", "cross")}
    return _RULES.format(**colours, **drawn, check=assets.path("icons", f"check-{tick}.svg").as_posix())
