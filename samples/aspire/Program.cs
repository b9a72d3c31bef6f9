// A cluster with all that belongs to it, on one machine, seen in Aspire's dashboard: PostgreSQL, two silos, two
// gateways, a web server, a swarm of users. What the swarm runs is made first: mgentools generate --users 100 --servers
// 2 --out samples/aspire/experiment

const string Cluster = "aspire";
const int Silos = 2,
    Gateways = 2;

IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

IResourceBuilder<PostgresDatabaseResource> database = builder.AddPostgres("postgres").AddDatabase("mgen");

IResourceBuilder<ProjectResource> tables = builder
    .AddProject<Projects.MGen_Silo>("tables")
    .WithArgs("--create-tables")
    .WithReference(database)
    .WaitFor(database);

List<IResourceBuilder<ProjectResource>> silos =
[
    .. Enumerable
        .Range(1, Silos)
        .Select(number => Member(builder.AddProject<Projects.MGen_Silo>($"silo-{number}"), healthPort: 8080 + number)),
];

List<IResourceBuilder<ProjectResource>> gateways =
[
    .. Enumerable
        .Range(1, Gateways)
        .Select(number =>
            Member(
                builder
                    .AddProject<Projects.MGen_Gateway>($"gateway-{number}")
                    .WithArgs($"127.0.0.1:{6395 + (2 * number)}"),
                healthPort: 8090 + number
            )
        ),
];
foreach (IResourceBuilder<ProjectResource> gateway in gateways)
{
    foreach (IResourceBuilder<ProjectResource> silo in silos)
        gateway.WaitFor(silo);
}

// generate gives each message server's web server the next port.
IResourceBuilder<ProjectResource>[] webs =
[
    .. Enumerable
        .Range(1, Gateways)
        .Select(number =>
            builder.AddProject<Projects.MGen_Web>($"web-{number}").WithArgs($"127.0.0.1:{6396 + (2 * number)}")
        ),
];

IResourceBuilder<ProjectResource> swarm = builder
    .AddProject<Projects.MGen_Client>("swarm")
    .WithArgs(Path.Combine(builder.AppHostDirectory, "experiment", "users", "**", "*.yaml"), "--log", "/dev/null");
foreach (IResourceBuilder<ProjectResource> server in gateways.Concat(webs))
    swarm.WaitFor(server);

builder.Build().Run();

// The names of Orleans' and Aspire's conventions: mgen-silo and mgen-gateway take the cluster and the connection string
// from these variables.
IResourceBuilder<ProjectResource> Member(IResourceBuilder<ProjectResource> member, int healthPort) =>
    member
        .WithReference(database)
        .WithEnvironment("Orleans__ClusterId", Cluster)
        .WithHttpEndpoint(healthPort, healthPort, "health", isProxied: false)
        .WithArgs("--health", $"127.0.0.1:{healthPort}")
        .WithHttpHealthCheck("/health/ready", endpointName: "health")
        .WaitForCompletion(tables);
