namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>A file, or a part of it, that is written from the code. TENANT_TOKEN_REWRITE=true writes it again.</summary>
internal static class GeneratedFile
{
    private static readonly Lock _oneAtATime = new(); // two tests write parts of one document

    /// <summary>Holds a file equal to what the code makes of it, or writes that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="write">Gives the text as it should be, from the text as it is.</param>
    public static void Expect(string file, Func<string, string> write)
    {
        lock (_oneAtATime)
        {
            string text = File.ReadAllText(file);
            string expected = write(text);
            if (Environment.GetEnvironmentVariable("TENANT_TOKEN_REWRITE") is "true")
            {
                File.WriteAllText(file, expected);
                return;
            }

            Assert.Equal(expected, text);
        }
    }

    /// <summary>The text with a part between two marks.</summary>
    public static string Between(string text, string begin, string end, string part)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{begin} or {end} is missing.");
        return $"{text[..(from + begin.Length)]}\n\n{part}\n{text[to..]}";
    }
}
