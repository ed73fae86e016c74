using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>What the summaries of the options say, from the documentation file that the compiler puts beside the assembly.</summary>
/// <param name="quote">How code and the names of settings are shown.</param>
internal sealed partial class Documentation(Func<string, string> quote)
{
    private static readonly Dictionary<string, XElement> _summaries = XDocument
        .Load(Path.ChangeExtension(typeof(RotationOptions).Assembly.Location, "xml"))
        .Descendants("member")
        .Where(static member => member.Element("summary") is not null)
        .ToDictionary(
            static member => member.Attribute("name")!.Value,
            static member => member.Element("summary")!,
            StringComparer.Ordinal);

    public string Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public string Of(Type type) => Text($"T:{type.FullName}");

    private string Text(string member)
    {
        StringBuilder text = new();
        XElement summary = _summaries.GetValueOrDefault(member) ?? throw new KeyNotFoundException($"{member} has no summary.");
        foreach (XNode node in summary.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "see" } see => quote(KeyOf(see.Attribute("cref")!.Value)),
                XElement code => quote(code.Value),
                _ => ((XText)node).Value,
            });
        }

        return Blanks().Replace(text.ToString().Trim(), " ");
    }

    private static string KeyOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property.Split('.')[^1]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
