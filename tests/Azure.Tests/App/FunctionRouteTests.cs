using TenantTokens.EngineContract;

namespace TenantTokens.AzureTests.App;

/// <summary>The routes of src/Functions, read from its sources: its packages need not be there.</summary>
public sealed class FunctionRouteTests : FunctionRouteContract
{
    protected override IReadOnlyList<FunctionRoute> Functions { get; } = [.. AppSources.All().SelectMany(static file => HttpFunctions.Read(File.ReadAllText(file)))];

    [Theory]
    [InlineData("class C { [Function(\"A\")] X M([HttpTrigger(AuthorizationLevel.Anonymous, \"post\", \"put\", Route = \"a/{b}\")] X x) => Y(); }", "A", "a/{b}", "post,put")]
    [InlineData("class C { [Function(nameof(A))] X M(X w, [HttpTriggerAttribute(AuthorizationLevel.Anonymous, Route = \"a\")] X x) { return Y(); } }", "A", "a", "")]
    [InlineData("class C { [Function(\"A\")] X M([HttpTrigger(\"get\")] X x) => Y(); }", "A", "A", "get")]
    public void A_route_is_read_from_its_attribute(string source, string name, string template, string methods)
    {
        FunctionRoute route = Assert.Single(HttpFunctions.Read(source));
        Assert.Equal((name, template, methods), (route.Function, route.Template, string.Join(',', route.Methods)));
    }

    [Theory]
    [InlineData("class C { [Function(\"A\")] X M([ActivityTrigger] X x) => Y(); }")]
    [InlineData("class C { X M([HttpTrigger(AuthorizationLevel.Anonymous, Route = \"a\")] X x) => Y(); }")]
    public void What_is_no_HTTP_function_has_no_route(string source) => Assert.Empty(HttpFunctions.Read(source));

    [Theory]
    [InlineData("AuthorizationLevel.Function", false)]
    [InlineData("AuthorizationLevel.Admin", false)]
    [InlineData("AuthorizationLevel.Anonymous", true)]
    public void Only_the_delegate_checks_who_it_is(string level, bool isAllowed)
        => Assert.Equal(isAllowed, HttpFunctions.Levels($"class C {{ [Function(\"A\")] X M([HttpTrigger({level}, Route = \"a\")] X x) => Y(); }}").All(static one => one is HttpFunctions.Anonymous));

    [Fact]
    public void No_function_key_takes_the_place_of_the_sign_in()
    {
        string[] levels = [.. AppSources.All().SelectMany(static file => HttpFunctions.Levels(File.ReadAllText(file)))];
        Assert.Equal(Functions.Count, levels.Length);
        Assert.All(levels, static one => Assert.Equal(HttpFunctions.Anonymous, one));
    }
}
