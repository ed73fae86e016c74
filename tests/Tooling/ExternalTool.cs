namespace TenantTokens.Tooling;

/// <summary>
/// A program that is not part of .NET. A developer's machine may lack it: the test is then skipped and says what to install. CI may not.
/// </summary>
public static class ExternalTool
{
    /// <summary>The path of the first of these programs that is on the PATH.</summary>
    /// <param name="install">How to get it, for the message.</param>
    /// <param name="names">The names it goes by.</param>
    public static string Require(string install, params string[] names)
    {
        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            foreach (string name in names)
            {
                string path = Path.Combine(directory, name);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        string message = $"{string.Join(" or ", names)} is not on the PATH. Install it: {install}.";
        Assert.SkipUnless(IsRequired, message);
        throw new FileNotFoundException(message);
    }

    private static bool IsRequired
        => Environment.GetEnvironmentVariable("CI") is "true" || Environment.GetEnvironmentVariable("TENANT_TOKEN_SUITE") is "full";
}
