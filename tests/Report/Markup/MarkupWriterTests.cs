using System.Xml.Linq;
using MGen.Report.Markup;

namespace MGen.Report.Tests.Markup;

public sealed class MarkupWriterTests
{
    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("\"' onload=x", "&quot;&#39; onload=x")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("a\nb\0", "a\\u{A}b\\u{0}")]
    [InlineData("\u202Egpj.exe", "\\u{202E}gpj.exe")]
    [InlineData("\uffff", "\\u{FFFF}")]
    [InlineData("علي 😀 Ünï 漢", "علي 😀 Ünï 漢")]
    public void Text_HostileOrForeign_IsEscapedOrKept(string text, string markup)
    {
        Assert.Equal($"<p>{markup}</p>", new MarkupWriter().Element("p", text).ToString());
        Assert.Equal($"<p title=\"{markup}\"></p>", new MarkupWriter().Open("p", ("title", text)).Close().ToString());
    }

    [Fact]
    public void Text_HalfASurrogatePair_IsMadeVisible() =>
        Assert.Equal("<p>\\u{D800}x\\u{DC00}</p>", new MarkupWriter().Element("p", "\ud800x\udc00").ToString());

    [Fact]
    public void Element_EveryCharacter_StaysOneTextThatXmlAccepts()
    {
        string every = string.Concat(Enumerable.Range(0, 0x10000).Select(code => (char)code));

        XElement element = XElement.Parse(new MarkupWriter().Element("p", every, ("title", every)).ToString());

        Assert.Empty(element.Elements());
        Assert.Single(element.Attributes());
    }

    [Fact]
    public void ToString_ElementLeftOpen_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Open("g").ToString());

    [Fact]
    public void Open_AttributeWithoutValue_IsLeftOut() =>
        Assert.Equal("<a/>", new MarkupWriter().Empty("a", ("b", null)).ToString());

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab😀😀", 4, "ab…")]
    public void Cut_LongText_EndsWithEllipsisAndWholeCharacters(string text, int characters, string cut) =>
        Assert.Equal(cut, Visible.Cut(text, characters));
}
