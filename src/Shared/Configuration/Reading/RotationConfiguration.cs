using System.Text.Json;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>Reads rotation.json. <c>rotation.schema.json</c> describes its shape. Comments are allowed.</summary>
public static class RotationConfiguration
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Reads and checks a file; relative paths in it are relative to its folder. A file that cannot be read is a problem at <c>$</c>.
    /// </summary>
    public static RotationConfigurationResult Load(string path)
    {
        try
        {
            string file = Path.GetFullPath(path);
            return Parse(File.ReadAllBytes(file), Path.GetDirectoryName(file) ?? Path.DirectorySeparatorChar.ToString());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(new ConfigurationProblem("$", null, $"The file cannot be read: {exception.Message}"));
        }
    }

    /// <summary>Checks the content of a file.</summary>
    /// <param name="utf8Json">The content.</param>
    /// <param name="directory">The absolute folder that relative paths are relative to.</param>
    public static RotationConfigurationResult Parse(ReadOnlyMemory<byte> utf8Json, string directory)
    {
        ReadOnlyMemory<byte> json = utf8Json.Span.StartsWith(ByteOrderMark) ? utf8Json[3..] : utf8Json;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            ConfigurationProblems problems = new();
            RotationOptions options = new ConfigurationReader(problems, directory).Read(document.RootElement);
            return new RotationConfigurationResult(problems.All.Count is 0 ? options : null, problems.All);
        }
        catch (JsonException exception)
        {
            // The parser's own message is left out, because it quotes the file. The parser counts from 0.
            string place = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            return Failed(new ConfigurationProblem("$", null, $"The file is not valid JSON: {place}."));
        }
    }

    private static RotationConfigurationResult Failed(ConfigurationProblem problem) => new(null, [problem]);
}
