namespace TenantTokens.Configuration.Values;

/// <summary>Recognizes addresses that people paste instead of the API's base URL. Pure.</summary>
internal static class ApiUrlRules
{
    private static readonly string[] _domains = ["dynatrace.com", "dynatracelabs.com"];

    /// <summary>Parts of a path that do not belong to a base URL: the API's own, and pages of the web interface.</summary>
    private static readonly string[] _beyondTheBase = ["api", "ui", "platform", "rest"];

    /// <summary>Returns what is wrong with an address, and the right form; null when it may be a base URL.</summary>
    public static string? Mistake(Uri url)
    {
        string[] labels = url.Host.Split('.');
        bool isWebInterface = labels.Contains("apps", StringComparer.OrdinalIgnoreCase)
            && _domains.Any(domain => url.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
        string[] path = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int start = path is ["e", _, ..] ? 2 : 0; // what follows /e/ is an environment, which may be called api
        int beyond = Array.FindIndex(path, start, static part => _beyondTheBase.Contains(part, StringComparer.OrdinalIgnoreCase));
        if (!isWebInterface && beyond < 0)
        {
            return null;
        }

        string host = isWebInterface ? string.Join('.', labels.Select(ApiLabel)) : url.Host;
        string kept = isWebInterface ? "" : string.Concat(path.Take(beyond).Select(static part => "/" + part));
        string right = $"https://{host}{(url.IsDefaultPort ? "" : $":{url.Port}")}{kept}";
        string what = isWebInterface ? "is the address of the web interface" : "goes beyond the base URL";
        return $"{what}: the base URL of the API is {right}.";
    }

    private static string ApiLabel(string label) => label.Equals("apps", StringComparison.OrdinalIgnoreCase) ? "live" : label;
}
