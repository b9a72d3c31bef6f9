namespace MGen.Report.Tests.Browser;

/// <summary>Measures a page inside the browser; each problem is a sentence.</summary>
internal static class PageProbe
{
    /// <summary>
    /// Charts without size, name or numbers, text outside its chart or over other text, a page wider than its window,
    /// ids that occur twice, and dead links.
    /// </summary>
    public const string Problems = """
        (() => {
          const problems = [], slack = 1.5;
          const charts = [...document.querySelectorAll('figure svg')];
          if (!charts.length) problems.push('no chart');
          for (const svg of charts) {
            const title = svg.querySelector('title')?.textContent, box = svg.getBoundingClientRect();
            if (box.width < 250 || box.height < 40) problems.push(`${title}: ${box.width} x ${box.height}`);
            if (svg.getAttribute('role') !== 'img' || !title || !svg.querySelector('desc')?.textContent) problems.push(`${title}: has no name for screen readers`);
            const labels = svg.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id));
            if (labels.some(label => !label || !svg.contains(label))) problems.push(`${title}: is named by something else`);
            const texts = [...svg.querySelectorAll('text')].map(text => ({ said: text.textContent, box: text.getBoundingClientRect() }));
            for (const text of texts)
              if (text.box.left < box.left - slack || text.box.right > box.right + slack || text.box.top < box.top - slack || text.box.bottom > box.bottom + slack)
                problems.push(`${title}: "${text.said}" is cut`);
            for (let i = 0; i < texts.length; i++) for (let k = 0; k < i; k++) {
              const a = texts[i].box, b = texts[k].box;
              const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (wide > slack && high > Math.max(slack, 0.3 * Math.min(a.height, b.height))) problems.push(`${title}: "${texts[i].said}" is upon "${texts[k].said}"`);
            }
            if (!svg.closest('figure').querySelector('table tbody tr')) problems.push(`${title}: has no numbers`);
          }
          if (document.documentElement.scrollWidth > innerWidth) problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
          const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`id ${id} twice`);
          for (const link of document.querySelectorAll('nav a')) if (!document.querySelector(link.getAttribute('href'))) problems.push(`${link.textContent} leads nowhere`);
          return problems;
        })()
        """;

    /// <summary>Elements and attributes that only an injected name could have added.</summary>
    public const string Strangers =
        "document.querySelectorAll('img, iframe, b > script, u, a[href^=javascript], [onerror], [onload], main script').length";
}
