//! A browser to look with: a very small WebDriver client over chromedriver.
