using System.Text.RegularExpressions;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>
/// Configuration is at the bottom: it uses no other folder but the one that makes text visible, and its own folders are in order.
/// </summary>
public sealed partial class ConfigurationFoldersTests
{
    [Theory]
    [InlineData("Values", "Surfaces")]
    [InlineData("Options", "Configuration.Values")]
    [InlineData("Reading/Forms", "Configuration.Values")]
    [InlineData("Reading", "Configuration", "Configuration.Values", "Configuration.Options", "Configuration.Reading.Forms")]
    [InlineData(".", "Configuration.Options")]
    public void A_folder_uses_only_what_is_below_it(string folder, params string[] below)
    {
        string[] files = Directory.GetFiles(Path.Combine(SourceTree.Shared, "Configuration", folder), "*.cs");
        IEnumerable<string> used = files.SelectMany(
            static file => Usings().Matches(File.ReadAllText(file)).Select(static match => match.Groups["name"].Value));

        Assert.NotEmpty(files);
        Assert.Empty(used.Distinct().Except(below));
    }

    [GeneratedRegex(@"^using TenantTokens\.(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
