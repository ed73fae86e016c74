using TenantTokens.Simulator;

namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>Holds requests against schemas, both ways.</summary>
internal static class WireCheck
{
    /// <summary>Requests that no schema is for or that theirs does not allow, and schemas that no request is of.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyCollection<WireSchema> schemas, IReadOnlyCollection<RequestSnapshot> requests)
    {
        List<string> problems = [];
        HashSet<WireSchema> used = [];
        foreach (RequestSnapshot request in requests.Where(static request => !IsChallenge(request)))
        {
            switch (schemas.Where(schema => schema.IsFor(request)).ToArray())
            {
                case [WireSchema schema]:
                    used.Add(schema);
                    problems.AddRange(schema.ProblemsOf(request).Select(problem => $"{schema}: {problem}"));
                    break;
                case []:
                    problems.Add($"{request.Method} {request.Path}: no schema is for it");
                    break;
                case WireSchema[] several:
                    problems.Add(
                        $"{request.Method} {request.Path}: more than one schema is for it:"
                            + $" {string.Join(", ", several.Select(static schema => schema.Name))}");
                    break;
            }
        }

        problems.AddRange(schemas.Where(schema => !used.Contains(schema)).Select(static schema => $"{schema}: no request is of this kind"));
        return [.. problems.Distinct()];
    }

    /// <summary>
    /// The vault's SDK asks without a credential first and is told where to get one. That request carries nothing, and is none of ours.
    /// https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
    /// </summary>
    private static bool IsChallenge(RequestSnapshot request)
        => request is { Status: 401, Body: "" }
            && request.Path.StartsWith("/secrets/", StringComparison.Ordinal)
            && !request.Headers.ContainsKey("authorization");
}
